/** A line of the sync's log in words: what `log` says to people. */
import { describeFailure } from '../../../shared/failure'
import type { JournalEvent } from '../../../shared/sync/journal'
import { isoTime } from './shapes'

export function journalInWords(event: JournalEvent): string {
  switch (event.kind) {
    case 'downloaded':
      return `first pull complete: ${event.records} records`
    case 'pulled':
      return `${event.created} new, ${event.updated} changed, ${event.deleted} deleted`
    case 'reconciled':
      return `compared with the CRM: ${event.created} missing here, ${event.updated} out of date, ${event.deleted} gone there`
    case 'set-aside':
      return `${event.records} could not be read`
    case 'conflicts':
      return `${event.changes} of your changes need a decision`
    case 'pushed':
      return `${event.pushed} pushed, ${event.rejected} rejected, ${event.conflicts} in conflict`
    case 'failed':
      return `${event.during} stopped: ${describeFailure(event.failure)}`
    case 'line':
      return `${event.state}${event.until === null ? '' : ` until ${isoTime(event.until)}`}`
  }
}
