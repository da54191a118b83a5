/** Where the reading of a list stands, what it was asked for with, and how it ends. */
import type { Failure } from '../../../shared/failure'
import type { Instant } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { ListSlice, Outcome } from '../../connectors/connector'
import type { Patience } from '../decide/backoff'
import type { PageRow, Position } from '../decide/plan-pull'
import type { Entry } from './apply-page'
import type { Dispensable, Habits } from './habits'

export interface ReadListInput {
  readonly object: ObjectType
  readonly start: Position
  /** Which part of a list that is given in parts `start` is in; left out: wherever it begins. */
  readonly startSlice?: ListSlice | null
  /** Where the other parts begin, if not at `start`. */
  readonly fresh?: Position
  readonly patience: Patience
  readonly fields: readonly string[] | null
  readonly habits: Habits
  /** Whatever the scope of the connection. */
  readonly beyondScope?: boolean
  /** Only an empty page proves the end: what a short one left out would be taken for gone. */
  readonly untilEmpty?: boolean
  /** So many questions at once, however many may be; as many as may be where it is left out. */
  readonly mostAtOnce?: number
  /** Called for each page, in order, and awaited before the next is judged. */
  readonly onPage: (page: AcceptedPage) => void | Promise<void>
}

export interface AcceptedPage {
  readonly entries: readonly Entry[]
  readonly rows: readonly PageRow[]
  readonly seq: number
  readonly heardSeq: number
  readonly serverTime: Instant | null
  /** Where a later run would go on. */
  readonly resumeAt: Position
  /** Which part this is, where the CRM gives the list in parts. */
  readonly slice: ListSlice | null
}

export type NoAnswer = Exclude<Outcome<unknown>, { kind: 'answered' }>

export type ReadListResult =
  /** `sawEnd`: where an empty page was asked for, one came. */
  | { readonly ok: true; readonly startedAt: Instant | null; readonly sawEnd: boolean }
  | { readonly ok: false; readonly failure: Failure; readonly outcome: NoAnswer }

export interface Reader {
  position: Position
  /** The part that is listed now; null: all of it at once. */
  slice: ListSlice | null
  /** The types are tried because nothing came without one; it is not known yet whether that is why. */
  guessing: boolean
  /** Of every list read so far, an empty page came last. */
  sawEnds: boolean
  /** How many questions to ask at once. */
  width: number
  readonly limit: number
  readonly without: Set<Dispensable>
  /** From a list that one can't skip through, a walk by its bound, once: a walk that comes here again has no way left. Not without order. */
  mayWalk: boolean
  startedAt: Instant | null
  /** The offset of the page accepted last. */
  answeredAt: number
  /** Whether the filter leaves out what has exactly the stamp of the bound: then it is asked a second earlier. Null: unknown. */
  exclusive: boolean | null
  /** How often that may still be looked into. */
  doubts: number
  /** Looks behind what seemed to be the end, so far. */
  looksBehind: number
}

/** Each costs a request, and what was last read may well have changed or gone. */
export const MOST_DOUBTS = 3
