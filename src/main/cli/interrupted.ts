/** Ctrl-C: not a failure and not a bug. It is silent, and only the exit code tells. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}
