/** The one form of an error: `{error: {code, message, hint}}` for programs, two sentences for people; and its exit code. */
import { adviceFor, describeFailure, type Failure, failureOf } from '../../../shared/failure'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code'
import { UsageError } from '../usage-error'

export interface ErrorJson {
  readonly code: string
  readonly message: string
  readonly hint: string | null
}

export function errorJson(failure: Failure): ErrorJson {
  return { code: failure.kind, message: describeFailure(failure), hint: adviceFor(failure) }
}

/** Whatever was thrown. A bug keeps its own words: they are for us. */
export function reportOf(error: unknown): { readonly error: ErrorJson; readonly exitCode: ExitCode } {
  if (error instanceof UsageError) {
    return { error: { code: 'wrong-usage', message: error.message, hint: error.hint }, exitCode: exitCodes.wrongUsage }
  }
  const failure = failureOf(error)
  if (failure) return { error: errorJson(failure), exitCode: exitCodeOf(failure) }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { error: { code: 'bug', message, hint: 'This is a fault in Satchel. What you saved is kept.' }, exitCode: exitCodes.failed }
}
