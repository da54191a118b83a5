/** A command line that can't be understood: what is wrong with it, and how it is written right. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly hint: string | null
  constructor(message: string, hint: string | null) {
    super(message)
    this.hint = hint
  }
}

export function wrongUsage(message: string, hint: string | null = null): never {
  throw new UsageError(message, hint)
}
