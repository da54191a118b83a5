/** What happened to the mirror is told for a week, by whichever process is asked. */
import type { Instant } from '../../shared/model/ids'
import type { StorageNotice } from '../../shared/storage-notice'
import type { ReadDb, WriteDb } from './sql'
import { transaction } from './transaction'

const KEEP_MS = 7 * 86_400_000
const MOST = 20

export function noteForLater(db: WriteDb, notice: StorageNotice): void {
  transaction(db, 'person', () => {
    const notices = [notice, ...keptNotices(db, notice.at)].slice(0, MOST)
    db.run(`INSERT OR REPLACE INTO meta (name, value) VALUES ('notices', ?)`, JSON.stringify(notices))
  })
}

/** Newest first. */
export function keptNotices(db: ReadDb, now: Instant): readonly StorageNotice[] {
  const row = db.get<{ readonly value: string }>(`SELECT value FROM meta WHERE name = 'notices'`)
  const notices = row ? (JSON.parse(row.value) as readonly StorageNotice[]) : []
  return notices.filter(({ at }) => now - at < KEEP_MS)
}
