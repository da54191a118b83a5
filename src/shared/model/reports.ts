/**
 * What boards and charts show. Money is summed for each currency and never over several; a sum without one is of deals that
 * name no currency.
 */
import type { Instant, RecordId } from './ids'
import type { ListRow, RowMark } from './views'
import type { HistoryEntry } from '../sync/change'

export type StageKind = 'open' | 'won' | 'lost'

export interface Stage {
  /** The CRM's; empty for deals that stand in no stage we know. */
  readonly id: string
  readonly name: string | null
  /** 0 to 100; null where the CRM says none. */
  readonly probability: number | null
  readonly kind: StageKind
}

export interface Pipeline {
  /** The CRM's; empty where the CRM keeps no pipelines and all deals are one. */
  readonly id: string
  readonly name: string | null
  readonly stages: readonly Stage[]
}

export interface MoneySum {
  readonly currency: string | null
  readonly count: number
  readonly amount: number
  /** Amount by probability: the deal's, else its stage's; a deal with neither counts in full. */
  readonly weighted: number
}

/** The currency of the most deals first. */
export type MoneySums = readonly MoneySum[]

export interface StageSum {
  readonly stage: Stage
  readonly count: number
  readonly sums: MoneySums
}

export interface PipelineReport {
  readonly pipelines: readonly Pipeline[]
  /** The chosen one; null where there is none yet. */
  readonly pipeline: Pipeline | null
  readonly stages: readonly StageSum[]
  /** False: no deal and no stage has a probability, so weighted equals amount. */
  readonly hasProbability: boolean
}

/** What comes next on a deal. Overdue: an open task whose day has passed. */
export interface NextActivity {
  readonly state: 'overdue' | 'today' | 'later' | 'none'
  /** Null where nothing is planned, and for a task without a day. */
  readonly at: Instant | null
}

export interface DealCard {
  readonly id: RecordId
  readonly name: string | null
  readonly company: string | null
  readonly amount: number | null
  readonly currency: string | null
  /** As the CRM sent it. */
  readonly closingAt: string | null
  readonly owner: { readonly id: string; readonly name: string | null; readonly active: boolean } | null
  readonly mark: RowMark
  readonly next: NextActivity
  /** Days without activity or edit, when there were too many of them and nothing is planned; else null. */
  readonly restsDays: number | null
}

export interface BoardColumn extends StageSum {
  /** The first ones in the board's order; more on request. */
  readonly cards: readonly DealCard[]
}

/** What the columns of a board stand for. */
export const boardGroups = ['stage', 'owner', 'month'] as const
export type BoardGroup = (typeof boardGroups)[number]

export interface Board extends Omit<PipelineReport, 'stages'> {
  readonly columns: readonly BoardColumn[]
}

export interface MonthSum {
  /** `2026-11`; `before` and `after` the months asked for; `none` without a close date. */
  readonly month: string
  readonly sums: MoneySums
}

export interface ForecastReport {
  readonly months: readonly MonthSum[]
  readonly hasProbability: boolean
}

export interface OutcomeSum {
  readonly from: Instant
  readonly to: Instant
  readonly won: MoneySums
  readonly lost: MoneySums
}

export interface ActivitySum {
  readonly from: Instant
  readonly to: Instant
  /** How many of each type that there are any of; `OTHER` are those of a type that we do not know. */
  readonly counts: Readonly<Record<string, number>>
}

export interface AgendaItem {
  readonly id: RecordId
  readonly type: string
  readonly name: string | null
  readonly about: string | null
  /** Null for a task without a time. */
  readonly at: Instant | null
  readonly overdue: boolean
}

export interface Agenda {
  readonly items: readonly AgendaItem[]
  /** All overdue ones, of which only some are among the items. */
  readonly overdue: number
}

export interface EventPage {
  readonly rows: readonly AgendaItem[]
  readonly total: number
}

export interface DealPage {
  readonly rows: readonly (ListRow & { readonly quietDays?: number | null })[]
  readonly total: number
}

export interface Movement {
  readonly id: RecordId
  readonly name: string | null
  readonly kind: 'slipped' | 'hastened' | 'grew' | 'shrank' | 'moved' | 'won' | 'lost'
  readonly old: string | number | null
  readonly new: string | number | null
  readonly currency: string | null
  readonly origin: HistoryEntry['origin']
  readonly at: Instant
}

/** One record that the CRM changed, with the fields. */
export interface ArrivedChange {
  readonly id: RecordId
  readonly object: 'contact' | 'company' | 'deal' | 'event' | 'lead'
  readonly name: string | null
  readonly paths: readonly string[]
  readonly at: Instant
}

export interface StageTime {
  readonly stage: Stage
  /** Of stays that began and ended while this copy was kept. */
  readonly stays: number
  readonly medianDays: number | null
}

export interface VelocityReport {
  readonly spans: readonly { readonly from: Instant; readonly to: Instant; readonly won: number; readonly medianDays: number | null }[]
  readonly won: number
  /** From created to won; null where nothing was won. */
  readonly medianDays: number | null
  readonly stages: readonly StageTime[]
}
