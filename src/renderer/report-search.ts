/**
 * What the board, Home and Analytics are narrowed by, as it stands in their address: so that each can be linked, reopened and
 * walked back. What is typed there is checked here; what is unknown is left out.
 */
import type { BoardGroup } from '../shared/model/reports'
import { type ClosingDays, daysOfMonth, dayOf, monthsFrom } from '../shared/model/calendar'

export const closingChoices = ['any', 'month', 'next-month', 'quarter', 'slipped'] as const
export type ClosingChoice = (typeof closingChoices)[number]
export const rangeChoices = ['3', '6', '12', '24'] as const
export type RangeChoice = (typeof rangeChoices)[number]

export interface ReportSearch {
  /** The CRM's id of a pipeline. */
  readonly pipeline?: string
  /** The CRM's id of a user, `me`, or `all` for everybody. */
  readonly owner?: string
  readonly closing?: ClosingChoice
  /** The currency that charts show. */
  readonly currency?: string
  /** How many months back charts reach. */
  readonly months?: RangeChoice
  /** What the board's columns stand for; absent: stages. */
  readonly group?: Exclude<BoardGroup, 'stage'>
  /** Set: columns of won and lost stages are folded away. */
  readonly closed?: 'hidden'
}

export function parseReportSearch(search: Record<string, unknown>): ReportSearch {
  const text = (name: string): string | undefined => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined
  }
  const of = <Choice extends string>(choices: readonly Choice[], name: string): Choice | undefined => choices.find((choice) => choice === text(name))
  const { pipeline, owner, closing, currency, months, group, closed } = {
    pipeline: text('pipeline'),
    owner: text('owner'),
    closing: of(closingChoices, 'closing'),
    currency: text('currency'),
    months: of(rangeChoices, 'months'),
    group: of(['owner', 'month'] as const, 'group'),
    closed: of(['hidden'] as const, 'closed'),
  }
  return {
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(owner === undefined ? {} : { owner }),
    ...(closing === undefined || closing === 'any' ? {} : { closing }),
    ...(currency === undefined ? {} : { currency }),
    ...(months === undefined ? {} : { months }),
    ...(group === undefined ? {} : { group }),
    ...(closed === undefined ? {} : { closed }),
  }
}

/** Whose deals: the CRM's id of a user, `me`, or null for everybody, which an address says by leaving it out or by `all`. */
export function chosenOwner({ owner }: ReportSearch): string | null {
  return owner === undefined || owner === 'all' ? null : owner
}

/** The close dates that a choice means today. */
export function closingDays(choice: ClosingChoice | undefined, now: number): ClosingDays {
  const [month = '', next = ''] = monthsFrom(now, 2)
  switch (choice) {
    case 'month':
      return daysOfMonth(month)
    case 'next-month':
      return daysOfMonth(next)
    case 'quarter': {
      const date = new Date(now)
      const first = new Date(date.getFullYear(), Math.floor(date.getMonth() / 3) * 3, 1)
      const [from = '', , to = ''] = monthsFrom(first.getTime(), 3)
      return { from: daysOfMonth(from).from, to: daysOfMonth(to).to }
    }
    case 'slipped':
      return { from: null, to: dayOf(new Date(now).setDate(new Date(now).getDate() - 1)) }
    case 'any':
    case undefined:
      return { from: null, to: null }
  }
}
