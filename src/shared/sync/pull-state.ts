/**
 * Where the pull of one object type on one connection stands. The sync pill, the Sync centre and `satchel status` read the
 * same type.
 */
import type { Failure } from '../failure'
import type { Instant } from '../model/ids'

export type PullState =
  | { readonly kind: 'never-pulled' }
  | { readonly kind: 'backfilling'; readonly stored: number; readonly total: number | null; readonly since: Instant }
  | { readonly kind: 'catching-up'; readonly since: Instant }
  | { readonly kind: 'up-to-date'; readonly at: Instant }
  | { readonly kind: 'waiting'; readonly until: Instant | null; readonly because: Failure }
  | { readonly kind: 'halted'; readonly because: Failure }
