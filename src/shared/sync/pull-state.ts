/**
 * Where the pull of one object type on one connection stands. The sync pill, the Sync centre and `satchel status` read the
 * same type.
 */
import type { Failure } from '../failure'
import type { Instant } from '../model/ids'

export type PullState =
  | { readonly kind: 'never-pulled' }
  | {
      readonly kind: 'backfilling'
      readonly stored: number
      /** How many there are, where the CRM tells. */
      readonly total: number | null
      readonly since: Instant
      /** The walk goes by update stamp, oldest first: up to there everything is here. Null before the first page. */
      readonly reached: Instant | null
      /** About how long it still takes; null when there is nothing to go on. */
      readonly leftMs: number | null
    }
  | { readonly kind: 'catching-up'; readonly since: Instant }
  | { readonly kind: 'up-to-date'; readonly at: Instant }
  | { readonly kind: 'waiting'; readonly until: Instant | null; readonly because: Failure }
  | { readonly kind: 'halted'; readonly because: Failure }
