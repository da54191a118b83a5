/** Brings the schema of a mirror to this version, in one transaction; a newer one is left untouched. */
import { randomUUID } from 'node:crypto'
import { fail } from '../../shared/failure'
import type { Instant } from '../../shared/model/ids'
import { records } from './migrations/0001-records'
import { outbox } from './migrations/0002-outbox'
import { pulling } from './migrations/0003-pulling'
import { search } from './migrations/0004-search'
import { approval } from './migrations/0005-approval'
import { landing } from './migrations/0016-landing'
import type { Handle } from './sql'

/** One step a file, never edited once released. */
const steps: readonly string[] = [records, outbox, pulling, search, approval, landing]
/** “SATL”: tells our file from anybody else's SQLite file. */
const APPLICATION_ID = 0x5341544c

export function migrate(db: Handle, now: Instant): void {
  const { raw } = db
  const version = Number(raw.pragma('user_version', { simple: true }))
  const application = Number(raw.pragma('application_id', { simple: true }))
  const isEmpty = db.get<{ readonly n: number }>('SELECT count(*) AS n FROM sqlite_schema')?.n === 0
  if (!isEmpty && application !== APPLICATION_ID) {
    fail({
      kind: 'mirror-unusable',
      file: db.file,
      detail: 'it is a database of another program',
      advice: 'Choose another workspace. The file was not changed.',
    })
  }
  if (version > steps.length) {
    fail({
      kind: 'mirror-unusable',
      file: db.file,
      detail: `it was written by a newer Satchel (version ${version} of the mirror, this one knows ${steps.length})`,
      advice: 'Update Satchel. The file was not changed.',
    })
  }
  if (version === steps.length) return
  raw.exec('BEGIN IMMEDIATE')
  try {
    for (const step of steps.slice(version)) raw.exec(step)
    if (isEmpty) db.run(`INSERT INTO meta (name, value) VALUES ('mirror_id', ?), ('made_at', ?)`, randomUUID(), now)
    raw.pragma(`application_id = ${APPLICATION_ID}`)
    raw.pragma(`user_version = ${steps.length}`)
    raw.exec('COMMIT')
  } catch (error) {
    if (raw.inTransaction) raw.exec('ROLLBACK')
    throw error
  }
}
