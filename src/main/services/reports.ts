/** What boards and charts show, from the mirror alone. */
import { readBoard } from '../mirror/aggregates/board'
import { forecastReport, pipelineReport } from '../mirror/aggregates/pipeline'
import type { ReadDb } from '../mirror/open'
import type { QueryHandlers } from './dispatch'

export function reportHandlers(db: ReadDb): Pick<QueryHandlers, Extract<keyof QueryHandlers, `reports.${string}`>> {
  return {
    'reports.board': (query) => readBoard(db, query),
    'reports.pipeline': (query) => pipelineReport(db, query),
    'reports.forecast': (query) => forecastReport(db, query),
  }
}
