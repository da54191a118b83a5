/**
 * An answer that is not a success. Thrown where the reason is found; the app turns it into `{"message": …}` in one place.
 */

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

export function refuse(message: string): never {
  throw new Refusal(400, message)
}

export function notFound(what: string): never {
  throw new Refusal(404, `${what} not found`)
}
