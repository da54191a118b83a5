/**
 * What boards and charts ask for. All are queries; what is narrowed by is the same everywhere, so that a bar and the records
 * behind it can't disagree. Where days begin is said by whoever asks (`model/calendar.ts`).
 */
import { z } from 'zod'
import { instant } from '../model/ids'
import type {
  ActivitySum,
  Agenda,
  ArrivedChange,
  Board,
  DealPage,
  EventPage,
  ForecastReport,
  Movement,
  OutcomeSum,
  PipelineReport,
  VelocityReport,
} from '../model/reports'
import { boardGroups } from '../model/reports'
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
const span = z.object({ from: at, to: at })
const spans = z.array(span).min(1).max(120)
const cards = z.int().min(0).max(1000)

export const reportOperations = {
  /** One pipeline as columns of cards: heads over all that match, cards up to the limits. */
  'reports.board': query<Board>()(
    dealSlice.extend({
      ...today.shape,
      closing,
      /** Owners and close months show open deals alone. */
      groupBy: z.enum(boardGroups).default('stage'),
      limits: z.record(crmId, cards).default({}),
      limit: cards.default(40),
      restsAfterDays: z.int().min(1).max(1000).default(14),
    }),
  ),
  /** What stands in each stage. */
  'reports.pipeline': query<PipelineReport>()(dealSlice.extend({ closing })),
  /** Open deals by the month of their close date. */
  'reports.forecast': query<ForecastReport>()(dealSlice.extend({ months: z.array(month).min(1).max(60) })),
  /** Won and lost by when they were closed. */
  'reports.outcomes': query<readonly OutcomeSum[]>()(dealSlice.extend({ spans })),
  /** How long it takes: from created to won, and in each stage. */
  'reports.velocity': query<VelocityReport>()(dealSlice.extend({ spans })),
  /** How many activities of each type. */
  'reports.activities': query<readonly ActivitySum[]>()(dealSlice.pick({ connection: true, owner: true }).extend({ spans })),
  /** Today's meetings, calls and tasks, and what is overdue. */
  'reports.agenda': query<Agenda>()(
    dealSlice.pick({ connection: true, owner: true }).extend({ ...today.shape, overdueLimit: z.int().min(0).max(100).default(5) }),
  ),
  /** The deals behind a figure. */
  'reports.deals': query<DealPage>()(
    dealSlice.extend({
      now: at,
      kind: z.enum(['open', 'won', 'lost']).nullable().default(null),
      /** Empty: in no stage of the pipeline. */
      stage: crmId.nullable().default(null),
      closing,
      undated: z.boolean().default(false),
      closed: span.nullable().default(null),
      currency: z
        .object({ code: z.string().max(20).nullable() })
        .nullable()
        .default(null),
      /** Only open ones without an activity since then, and none planned. */
      quietSince: at.nullable().default(null),
      limit: z.int().min(1).max(500).default(50),
    }),
  ),
  /** The activities behind a figure, the newest first. */
  'reports.events': query<EventPage>()(
    dealSlice
      .pick({ connection: true, owner: true })
      .extend({ span, type: z.string().max(50).nullable().default(null), limit: z.int().min(1).max(500).default(50) }),
  ),
  /** How deals moved since then: date, amount, stage. */
  'reports.movements': query<readonly Movement[]>()(dealSlice.extend({ since: at, limit: z.int().min(1).max(500).default(50) })),
  /** What the CRM changed last, over all types. */
  'reports.arrived': query<readonly ArrivedChange[]>()(z.object({ connection: connectionId, limit: z.int().min(1).max(100).default(8) })),
} as const
