/**
 * When one connection is looked at next, and what holds it back.
 *
 *   up to date     after the interval, not all at the same second of every minute
 *   on battery     after four intervals, and no sweeps
 *   asked to wait  when the time is over
 *   out of reach   later and later, up to the interval: one question shows whether it is back
 *   signed out, paused by the person: not until somebody says so
 *
 * Pure. A timer that comes far too late means that this computer slept.
 */
import type { Failure } from '../../../shared/failure'
import type { Instant } from '../../../shared/model/ids'
import type { HoldReason, LineStateKind } from '../../../shared/sync/report'
import { backoffMs, LONGEST_WAIT_MS } from './backoff'

export interface LookInput {
  readonly now: Instant
  readonly intervalMs: number
  readonly onBattery: boolean
  /** Looks in a row that failed for what passes by itself. */
  readonly failures: number
  readonly failure: Failure | null
  /** From 0 to 1. */
  readonly chance: number
}

const SOONEST_MS = 5_000
/** On battery it looks that much less often. */
export const BATTERY_STRETCH = 4
/** A timer may be late on a busy machine, but not by so much. */
const LATE_MS = 45_000

export function nextLookInMs({ now, intervalMs, onBattery, failures, failure, chance }: LookInput): number {
  if (failure?.kind === 'asked-to-wait') return Math.min(LONGEST_WAIT_MS, Math.max(SOONEST_MS, failure.until - now))
  const interval = onBattery ? intervalMs * BATTERY_STRETCH : intervalMs
  if (failures > 0) return Math.min(Math.max(interval, SOONEST_MS), SOONEST_MS + backoffMs(failures, chance))
  return Math.round(interval * (0.9 + 0.2 * chance))
}

/** What passes by itself, and is worth asking again soon. */
export function isPassing(failure: Failure): boolean {
  return failure.kind === 'unreachable' || failure.kind === 'asked-to-wait'
}

export function hasSlept({ expectedMs, tookMs }: { readonly expectedMs: number; readonly tookMs: number }): boolean {
  return tookMs - expectedMs > LATE_MS
}

export interface HoldInput {
  readonly state: LineStateKind
  readonly pausedByUser: boolean
  readonly onBattery: boolean
}

/** Everything that holds the sync of a connection back now, what weighs most first. */
export function holdReasons({ state, pausedByUser, onBattery }: HoldInput): readonly HoldReason[] {
  const reasons: HoldReason[] = []
  if (pausedByUser) reasons.push('user')
  if (state === 'sign-in' || state === 'offline') reasons.push(state)
  if (state === 'waiting') reasons.push('quota')
  if (onBattery) reasons.push('battery')
  return reasons
}
