/** What boards and charts show, from the mirror alone. */
import { activityReport, agenda, eventsBehind } from '../mirror/aggregates/activity'
import { readBoard } from '../mirror/aggregates/board'
import { dealsBehind } from '../mirror/aggregates/deals'
import { dealMovements, lastArrived } from '../mirror/aggregates/movements'
import { outcomeReport, velocityReport } from '../mirror/aggregates/outcomes'
import { forecastReport, pipelineReport } from '../mirror/aggregates/pipeline'
import type { ReadDb } from '../mirror/open'
import type { QueryHandlers } from './dispatch'

export function reportHandlers(db: ReadDb): Pick<QueryHandlers, Extract<keyof QueryHandlers, `reports.${string}`>> {
  return {
    'reports.board': (query) => readBoard(db, query),
    'reports.pipeline': (query) => pipelineReport(db, query),
    'reports.forecast': (query) => forecastReport(db, query),
    'reports.outcomes': (query) => outcomeReport(db, query),
    'reports.velocity': (query) => velocityReport(db, query),
    'reports.activities': (query) => activityReport(db, query),
    'reports.agenda': (query) => agenda(db, query),
    'reports.deals': (query) => dealsBehind(db, query),
    'reports.events': (query) => eventsBehind(db, query),
    'reports.movements': (query) => dealMovements(db, query),
    'reports.arrived': ({ connection, limit }) => lastArrived(db, connection, limit),
  }
}
