/**
 * The line to one CRM: every request of a connection goes through here, so that all of them wait together, one refusal of the
 * token stops all, and everyone can see how it stands.
 */
import { instant, type Instant } from '../../../shared/model/ids'
import type { Connection } from '../../../shared/model/views'
import type { LineStateKind } from '../../../shared/sync/report'
import type { Failure } from '../../../shared/failure'
import type { Connector, Outcome } from '../../connectors/connector'
import { outcomeFailure } from '../../connectors/outcome-failure'
import type { World } from '../../world'
import { backoffMs, LONGEST_WAIT_MS, namedWaitMs, type Patience, retryInMs, type Trouble } from '../decide/backoff'
import { afterAnswer, afterWait, freshLimiter, type Limiter } from '../decide/limiter'

/** Server errors in a row after which the CRM counts as down. */
const BREAKER = 5
/** No answer for so long: it hangs, and that need not be seen five times. */
const HANGS_MS = 45_000

export interface LineState {
  readonly state: LineStateKind
  readonly since: Instant | null
  readonly waitingUntil: Instant | null
}

export interface Line {
  readonly connection: Connection
  readonly connector: Connector
  /** Aborted when the connection goes or the engine stops. */
  readonly signal: AbortSignal
  state(): LineState
  /** How many requests may be under way at once now. */
  width(): number
  /** The server's clock, as far as its answers told; null before the first. */
  serverNow(): Instant | null
  /**
   * One try. While the CRM asked to wait, it answers `wait` without asking again. `urgent` goes before what queues; `follows` is a write
   * that was made from a read just now and queues for nothing: what a colleague does in between, it would not know.
   */
  once<Value>(
    send: (connector: Connector) => Promise<Outcome<Value>>,
    options?: { readonly urgent?: boolean; readonly follows?: boolean },
  ): Promise<Outcome<Value>>
  /** A read, tried again as patience allows. */
  read<Value>(
    patience: Patience,
    send: (connector: Connector, signal: AbortSignal) => Promise<Outcome<Value>>,
    options?: { readonly urgent?: boolean },
  ): Promise<Outcome<Value>>
  failure(outcome: Exclude<Outcome<unknown>, { kind: 'answered' }>): Failure
  /** The network or this computer was away: the reads under way get no answer any more, and are asked anew at once. */
  dropReads(): void
  /** A new token, a network that came back: asks again at once. */
  refresh(): void
  close(): void
}

export interface LineParts {
  readonly world: World
  readonly connection: Connection
  readonly connector: Connector
  readonly changed: () => void
}

export function openLine({ world, connection, connector, changed }: LineParts): Line {
  const closing = new AbortController()
  const turns = openGate()
  let limiter: Limiter = freshLimiter
  let current: LineState = { state: 'connected', since: null, waitingUntil: null }
  let serverAheadMs: number | null = null
  let troublesInRow = 0
  let reads = new AbortController()
  /** When the pace was last taken down: what was under way then and is put off too says nothing new. */
  let slowedAt = 0
  let lastSentAt = 0

  const become = (state: LineState['state'], waitingUntil: Instant | null = null): void => {
    if (state === current.state && waitingUntil === current.waitingUntil) return
    current = { state, since: state === 'connected' ? null : state === current.state ? current.since : world.now(), waitingUntil }
    changed()
  }

  /** How long the CRM still wants to be left alone. No wait is that long: then the clock was set back meanwhile. */
  const leftToWait = (): number => {
    const left = current.waitingUntil === null ? 0 : current.waitingUntil - world.now()
    return left > LONGEST_WAIT_MS ? 0 : Math.max(0, left)
  }

  const learn = (outcome: Outcome<unknown>, sentAt: Instant): void => {
    switch (outcome.kind) {
      case 'answered':
      case 'gone':
        if (outcome.serverTime !== null) serverAheadMs = outcome.serverTime - world.now()
        troublesInRow = 0
        limiter = afterAnswer(limiter)
        // What was sent before the CRM asked to wait may be answered after: that takes nothing back.
        return leftToWait() > 0 ? undefined : become('connected')
      case 'refused':
        troublesInRow = 0
        return leftToWait() > 0 ? undefined : become('connected')
      case 'not-sent':
        return become('offline')
      case 'unknown':
        troublesInRow += 1
        return troublesInRow >= BREAKER || world.now() - sentAt >= HANGS_MS ? become('offline') : undefined
      case 'wait': {
        if (sentAt >= slowedAt) limiter = afterWait(limiter)
        slowedAt = world.now()
        const wait = outcome.retryAfterMs === null ? Math.max(1000, backoffMs(troublesInRow + 3, world.random())) : namedWaitMs(outcome.retryAfterMs)
        troublesInRow += 1
        return become('waiting', instant(Math.max(current.waitingUntil ?? 0, world.now() + wait)))
      }
      case 'not-authorized':
        return become('sign-in')
    }
  }

  const keepGap = async (): Promise<void> => {
    // Never longer than one gap: the clock may have been set back.
    const wait = Math.min(limiter.gapMs, lastSentAt + limiter.gapMs - world.now())
    if (wait > 0) await world.sleep(wait, closing.signal)
    lastSentAt = world.now()
  }

  const once: Line['once'] = async (send, { urgent = false, follows = false } = {}) => {
    const leave = follows ? turns.pass() : await turns.enter(limiter.width, urgent)
    try {
      closing.signal.throwIfAborted()
      const left = leftToWait()
      if (left > 0) return { kind: 'wait', retryAfterMs: left, status: 429 }
      await keepGap()
      const sentAt = world.now()
      const outcome = await send(connector)
      learn(outcome, sentAt)
      return outcome
    } finally {
      leave(limiter.width)
    }
  }

  return {
    connection,
    connector,
    signal: closing.signal,
    state: () => current,
    width: () => limiter.width,
    serverNow: () => (serverAheadMs === null ? null : instant(world.now() + serverAheadMs)),
    once,
    async read(patience, send, options) {
      let spentMs = 0
      // Known to be out of reach: one try shows whether it is back.
      const isProbe = current.state === 'offline' && patience === 'app'
      for (let tries = 1; ; tries += 1) {
        const signal = AbortSignal.any([closing.signal, reads.signal])
        try {
          const sentAt = world.now()
          const outcome = await once((asked) => send(asked, signal), options)
          const trouble = troubleOf(outcome)
          if (trouble === null || (isProbe && trouble !== 'wait')) return outcome
          const retryAfterMs = outcome.kind === 'wait' ? outcome.retryAfterMs : null
          spentMs += world.now() - sentAt
          const wait = retryInMs({ patience, trouble, tries, retryAfterMs, chance: world.random(), spentMs })
          if (wait === null) return outcome
          await world.sleep(wait, signal)
        } catch (error) {
          if (!(error instanceof ReadsDropped)) throw error
        }
      }
    },
    dropReads() {
      reads.abort(new ReadsDropped())
      reads = new AbortController()
    },
    failure: (outcome) => outcomeFailure(outcome, { connection: connection.name, host: connector.host, now: world.now() }),
    refresh() {
      troublesInRow = 0
      limiter = freshLimiter
      become('connected')
    },
    close: () => closing.abort(new LineClosed()),
  }
}

/** Why a pull ends when its connection goes or the engine stops. Silent: nobody has to act. */
export class LineClosed extends Error {
  override readonly name = 'LineClosed'
}

/** Why one read is given up and asked anew. */
class ReadsDropped extends Error {
  override readonly name = 'ReadsDropped'
}

/** What may pass by itself; null for an answer, and for a no that stays a no. */
export function troubleOf(outcome: Outcome<unknown>): Trouble | null {
  switch (outcome.kind) {
    case 'not-sent':
    case 'unknown':
    case 'wait':
      return outcome.kind
    case 'refused':
      return outcome.retryable ? 'unknown' : null
    case 'answered':
    case 'gone':
    case 'not-authorized':
      return null
  }
}

type Leave = (width: number) => void

/** Lets so many in at once; the urgent ones first, else in the order of coming. Who may pass is in at once, and counts like the others. */
function openGate(): { enter(width: number, urgent: boolean): Promise<Leave>; pass(): Leave } {
  let inside = 0
  const urgentOnes: (() => void)[] = []
  const others: (() => void)[] = []
  const leave: Leave = (width) => {
    inside -= 1
    while (inside < width) {
      const next = urgentOnes.shift() ?? others.shift()
      if (!next) return
      inside += 1
      next()
    }
  }
  return {
    async enter(width, urgent) {
      if (inside < width) inside += 1
      else await new Promise<void>((resolve) => (urgent ? urgentOnes : others).push(resolve))
      return leave
    },
    pass() {
      inside += 1
      return leave
    },
  }
}
