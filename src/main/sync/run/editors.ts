/**
 * On which records somebody has an editor open. Said by the interface, again and again while it is so: an editor that is never heard of
 * again (a window that crashed) holds nothing back for longer than its word is good.
 */
import { type Instant, instant, type RecordId } from '../../../shared/model/ids'

/** Renewed well before by an interface that lives. */
const GOOD_FOR_MS = 60_000

export interface Editors {
  opened(record: RecordId, now: Instant): void
  closed(record: RecordId): void
  /** Until when each is held. */
  open(now: Instant): ReadonlyMap<RecordId, Instant>
}

export function createEditors(): Editors {
  const until = new Map<RecordId, Instant>()
  return {
    opened: (record, now) => void until.set(record, instant(now + GOOD_FOR_MS)),
    closed: (record) => void until.delete(record),
    open(now) {
      for (const [record, at] of until) if (at <= now) until.delete(record)
      return until
    },
  }
}
