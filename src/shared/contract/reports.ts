/**
 * What boards and charts ask for. All are queries; what is narrowed by is the same everywhere, so that a bar and the records
 * behind it can't disagree. Where days begin is said by whoever asks (`model/calendar.ts`).
 */
import { z } from 'zod'
import { instant } from '../model/ids'
import type { Board, ForecastReport, PipelineReport } from '../model/reports'
import { connectionId } from './ids'
import { query } from './operation'

const crmId = z.string().max(500)
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day such as 2026-12-18')
const month = z.string().regex(/^\d{4}-\d\d$/, 'a month such as 2026-12')
const at = z.int().transform((milliseconds) => instant(milliseconds))

export const dealSlice = z.object({
  connection: connectionId,
  /** Null: the first pipeline where one is shown, else all of them. */
  pipeline: crmId.nullable().default(null),
  /** The CRM's id of a user; null: everybody's. */
  owner: crmId.nullable().default(null),
})
const closing = z.object({ from: day.nullable().default(null), to: day.nullable().default(null) }).default({ from: null, to: null })
const today = z.object({ now: at, dayStart: at, dayEnd: at })
const cards = z.int().min(0).max(1000)

export const reportOperations = {
  /** One pipeline as columns of cards: heads over all that match, cards up to the limits. */
  'reports.board': query<Board>()(
    dealSlice.extend({
      ...today.shape,
      closing,
      limits: z.record(crmId, cards).default({}),
      limit: cards.default(40),
      restsAfterDays: z.int().min(1).max(1000).default(14),
    }),
  ),
  /** What stands in each stage. */
  'reports.pipeline': query<PipelineReport>()(dealSlice.extend({ closing })),
  /** Open deals by the month of their close date. */
  'reports.forecast': query<ForecastReport>()(dealSlice.extend({ months: z.array(month).min(1).max(60) })),
} as const
