/**
 * Waits for the person in their browser. Three things may end it: the browser comes back, the gateway shows the connection though
 * the browser never came back, or the time is over.
 *
 *     browser ──▶ place to come back to ──▶ state checked ─┐
 *     gateway ──▶ asked now and then by our reference ─────┼──▶ the id of a connection, not yet believed
 *     clock   ──▶ no answer ───────────────────────────────┘
 */
import { timingSafeEqual } from 'node:crypto'
import { fail, type SignInTrouble } from '../../../shared/failure'
import type { Returned } from '../../workspace/sign-in-returns'
import type { Gateway } from '../../connectors/gateway'
import type { Workbench } from '../workbench'

export const WAIT_MS = 5 * 60_000
/** Gateways answer these for nothing, and a person takes longer than that to read a consent page. */
const ASK_EVERY_MS = 3_000

export interface Awaited {
  readonly provider: string
  readonly ticket: string
  readonly state: string
  readonly reference: string
  readonly gateway: Gateway
  /** Aborted when the person cancels, or the engine ends. */
  readonly cancelled: AbortSignal
}

/** The id of the connection that was made. Fails with `sign-in` and the reason. */
export async function awaitAnswer(bench: Workbench, awaited: Awaited): Promise<string> {
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, awaited.cancelled])
  const trouble = (why: SignInTrouble): never => fail({ kind: 'sign-in', provider: awaited.provider, why, words: null })
  const cancelled = new Promise<never>((_resolve, reject) => {
    const stop = (): void => reject(awaited.cancelled.reason as Error)
    if (awaited.cancelled.aborted) stop()
    else awaited.cancelled.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([
      bench.outside.returned(awaited.ticket).then((returned) => (returned === null ? trouble('cancelled') : connectionIn(returned, awaited))),
      askNowAndThen(bench, awaited, signal),
      bench.world.sleep(WAIT_MS, signal).then(() => trouble('no-answer')),
      cancelled,
    ])
  } catch (error) {
    if (awaited.cancelled.aborted) return trouble('cancelled')
    throw error
  } finally {
    over.abort(new Error('the sign-in is over'))
    await bench.outside.closeReturn(awaited.ticket)
  }
}

async function askNowAndThen(bench: Workbench, { gateway, reference }: Awaited, signal: AbortSignal): Promise<string> {
  for (;;) {
    await bench.world.sleep(ASK_EVERY_MS, signal)
    const outcome = await gateway.findSignedIn(reference)
    signal.throwIfAborted()
    // Trouble on the way passes, or the time does; the browser may still come back.
    if (outcome.kind === 'answered' && outcome.value !== null) return outcome.value
  }
}

/** Gateways differ in what they call the id; a refusal need not give the state back, an answer must. */
function connectionIn(returned: Returned, { provider, state }: Awaited): string {
  const trouble = (why: SignInTrouble, words: string | null = null): never => fail({ kind: 'sign-in', provider, why, words })
  const isOurs = returned.state !== undefined && isEqual(returned.state, state)
  if (returned.state !== undefined && !isOurs) return trouble('wrong-state')
  if (returned.error !== undefined) return trouble(reasonIn(returned.error), returned.error)
  const id = returned.id ?? returned.connection_id ?? ''
  if (!isOurs) return trouble('wrong-state')
  return id === '' ? trouble('failed', 'the answer names no connection') : id
}

/** Which values there are is not written down anywhere; these words are in the common ones. */
function reasonIn(error: string): SignInTrouble {
  if (/expired|timed?[ _-]?out|timeout/i.test(error)) return 'expired'
  return /denied|declined|cancel|abort|reject/i.test(error) ? 'denied' : 'failed'
}

function isEqual(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
