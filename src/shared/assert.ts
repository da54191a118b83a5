/** Two ways to say "this can't be". Both mean a bug of ours, never something that a person did. */

/** Stops the work when something that must hold does not. The message is for us; a person is never blamed with it. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message)
}

/** The end of a `switch` over a union: a new member does not compile until someone has decided about it. */
export function exhaustive(value: never): never {
  throw new InvariantError(`a case that nobody decided: ${JSON.stringify(value)}`)
}

/** A bug. Not a `Failure`: nobody outside can act on it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}
