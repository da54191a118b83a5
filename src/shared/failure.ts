/**
 * Everything that can go wrong and that a person can act on.
 *
 * Failures are data, not classes: they cross threads, processes and sockets unharmed. `FailureError` carries one up the
 * stack. Three functions turn a failure into something else, all exhaustive: `describeFailure` here into words, the command
 * line's into an exit code, the interface's into a screen.
 */
import { exhaustive } from './assert'
import type { Instant } from './model/ids'

export type Failure =
  /** What came in is wrong: an argument, a value, a file. `where` names the place as the person knows it. */
  | { readonly kind: 'bad-input'; readonly where: string; readonly expected: string; readonly got: string }
  /** No such record, change or connection. */
  | { readonly kind: 'not-found'; readonly what: string; readonly id: string }
  /** The CRM said no. `words` are its own, verbatim; `field` the field it named, if it did. */
  | { readonly kind: 'refused'; readonly by: string; readonly status: number; readonly words: string; readonly field: string | null }
  /** The CRM could not be reached, or its answer could not be read. `status`: it was reached, and answered with an error of its own. */
  | { readonly kind: 'unreachable'; readonly host: string; readonly detail: string; readonly retryAt: Instant | null; readonly status?: number }
  /** The CRM allows no more requests until then. */
  | { readonly kind: 'asked-to-wait'; readonly host: string; readonly until: Instant }
  /** The token is missing, wrong or expired: the person has to sign in again. */
  | { readonly kind: 'not-authorized'; readonly connection: string; readonly words: string }
  /** Signing in to a CRM in the browser did not come to its end. `words` are the CRM's, where it sent any. */
  | { readonly kind: 'sign-in'; readonly provider: string; readonly why: SignInTrouble; readonly words: string | null }
  /** The CRM, or this connection of it, does not offer that. */
  | { readonly kind: 'not-supported'; readonly by: string; readonly what: string }
  /** Another process writes to this workspace. */
  | { readonly kind: 'workspace-in-use'; readonly workspace: string; readonly holder: string }
  /** The mirror can't be opened; the file is left as it is. */
  | { readonly kind: 'mirror-unusable'; readonly file: string; readonly detail: string; readonly advice: string }
  /** The workspace stands on something that takes no writes. */
  | { readonly kind: 'read-only'; readonly workspace: string; readonly detail: string }
  /** The disk did not take it, or did not give it. */
  | { readonly kind: 'storage'; readonly file: string; readonly detail: string }
  /** Specified, but not in this version. */
  | { readonly kind: 'not-in-this-version'; readonly what: string }

/**
 * What may go wrong between the app and the browser.
 *   no-answer    the tab was closed, or nobody came back in time     wrong-state   the answer is not to our question
 *   other-account  signing in again led to another account than the copy is of
 *   other-crm    signed in to another CRM than was asked for         port-taken    there is nowhere to come back to
 */
export type SignInTrouble =
  | 'denied'
  | 'expired'
  | 'wrong-state'
  | 'no-answer'
  | 'cancelled'
  | 'port-taken'
  | 'other-crm'
  | 'other-account'
  | 'not-active'
  | 'failed'

/** A failure on its way up the stack. Whoever catches it reads `failure`, never the message. */
export class FailureError extends Error {
  override readonly name = 'FailureError'
  readonly failure: Failure
  constructor(failure: Failure, options?: ErrorOptions) {
    super(describeFailure(failure), options)
    this.failure = failure
  }
}

export function fail(failure: Failure, options?: ErrorOptions): never {
  throw new FailureError(failure, options)
}

/** What happened, in a sentence a rep understands. What to do about it is `adviceFor`. */
export function describeFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'bad-input':
      return `${failure.where}: expected ${failure.expected}, got ${failure.got}.`
    case 'not-found':
      return `There is no ${failure.what} “${failure.id}” here.`
    case 'refused':
      return `${failure.by} refused this: “${failure.words}”`
    case 'unreachable':
      return failure.status === undefined
        ? `${failure.host} can’t be reached: ${failure.detail}.`
        : `${failure.host} answered with an error of its own (${failure.detail}).`
    case 'asked-to-wait':
      return `${failure.host} allows no more requests until ${new Date(failure.until).toISOString()}.`
    case 'not-authorized':
      return `${failure.connection} does not accept the token: “${failure.words}”`
    case 'sign-in':
      return describeSignIn(failure)
    case 'not-supported':
      return `${failure.by} offers no ${failure.what}.`
    case 'workspace-in-use':
      return `The workspace ${failure.workspace} is in use by ${failure.holder}.`
    case 'mirror-unusable':
      return `The mirror ${failure.file} can’t be opened: ${failure.detail}.`
    case 'read-only':
      return `Nothing can be saved in ${failure.workspace}: ${failure.detail}.`
    case 'storage':
      return `The disk did not do its part with ${failure.file}: ${failure.detail}.`
    case 'not-in-this-version':
      return `${failure.what} is not in this version.`
    default:
      return exhaustive(failure)
  }
}

const comesBack = 'Your edits are kept on this computer and go when it answers again.'
const brokenThere =
  'Your copy stays as it was last read, and your edits are kept. It is asked again by itself; if it goes on, tell whoever looks after the CRM.'

/** What to do about it, and what is safe; null where the description says it all. */
export function adviceFor(failure: Failure): string | null {
  switch (failure.kind) {
    case 'bad-input':
      return 'Nothing was changed. Correct it and try again.'
    case 'not-found':
    case 'not-in-this-version':
      return null
    case 'refused':
      return 'Your edit is kept under Changes. Edit it, try again, or discard it.'
    case 'unreachable':
      return failure.status === undefined ? comesBack : brokenThere
    case 'asked-to-wait':
      return comesBack
    case 'not-authorized':
      return 'Sign in again. Your copy and your edits are kept.'
    case 'sign-in':
      return adviceForSignIn(failure.why)
    case 'not-supported':
      return 'Your copy and your edits are kept.'
    case 'workspace-in-use':
      return 'Close the other one, or choose another workspace with --workspace.'
    case 'mirror-unusable':
      return failure.advice
    case 'read-only':
      return 'Everything can be read. To save, make the folder writable, or open a copy of it elsewhere with --workspace.'
    case 'storage':
      return 'What you typed was not saved yet. See that the disk is there and has room, and save again.'
    default:
      return exhaustive(failure)
  }
}

function describeSignIn({ provider, why, words }: Extract<Failure, { kind: 'sign-in' }>): string {
  switch (why) {
    case 'denied':
      return `${provider} was not connected: access was denied in the browser.`
    case 'expired':
      return `The sign-in to ${provider} has expired.`
    case 'wrong-state':
      return `An answer came back that does not belong to this sign-in to ${provider}.`
    case 'no-answer':
      return `No answer came from the sign-in to ${provider}.`
    case 'cancelled':
      return `The sign-in to ${provider} was cancelled.`
    case 'port-taken':
      return `Nothing can come back from the browser: ${words ?? 'the port is taken'}.`
    case 'other-crm':
      return `The sign-in led to another CRM than ${provider}${words === null ? '' : `: ${words}`}.`
    case 'other-account':
      return `The sign-in to ${provider} led to another account than before${words === null ? '' : `: ${words}`}.`
    case 'not-active':
      return `${provider} is not switched on in the workspace of the gateway.`
    case 'failed':
      return `${provider} was not connected${words === null ? '' : `: “${words}”`}.`
    default:
      return exhaustive(why)
  }
}

function adviceForSignIn(why: SignInTrouble): string {
  switch (why) {
    case 'denied':
    case 'cancelled':
      return 'Nothing was changed. Sign in again when you want to.'
    case 'expired':
    case 'failed':
    case 'other-crm':
      return 'Nothing was changed. Start the sign-in again.'
    case 'no-answer':
      return 'Nothing was changed. If the browser’s tab was closed, start the sign-in again.'
    case 'other-account':
      return 'Nothing was changed: your copy stays with its own account. Sign in as that one, or keep the two apart.'
    case 'wrong-state':
      return 'It was not accepted and nothing was changed. Start the sign-in again, and finish it in the tab that opens.'
    case 'port-taken':
      return 'Nothing was changed. Choose another port, or leave the choice to Satchel.'
    case 'not-active':
      return 'Switch it on among the integrations of your gateway’s workspace, then sign in.'
    default:
      return exhaustive(why)
  }
}

/** What an unknown `catch` holds: the failure inside, or null when it is a bug. */
export function failureOf(error: unknown): Failure | null {
  return error instanceof FailureError ? error.failure : null
}

/** A value as it may stand in a message: one line, at most 60 characters. */
export function preview(value: unknown): string {
  const text = typeof value === 'string' ? `“${value}”` : value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value)
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
