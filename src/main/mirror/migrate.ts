/** Brings the schema of a mirror to this version; a newer one is left untouched. */
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { fail } from '../../shared/failure'
import type { Instant } from '../../shared/model/ids'
import { backUpBefore } from './backup-before'
import { records } from './migrations/0001-records'
import { outbox } from './migrations/0002-outbox'
import { pulling } from './migrations/0003-pulling'
import { search } from './migrations/0004-search'
import { approval } from './migrations/0005-approval'
import { sweeping } from './migrations/0006-sweeping'
import { decisions } from './migrations/0008-decisions'
import { review } from './migrations/0009-review'
import { reports } from './migrations/0014-reports'
import { landing } from './migrations/0016-landing'
import { journal } from './migrations/0017-journal'
import { webhooks } from './migrations/0018-webhooks'
import { customFields } from './migrations/0020-custom-fields'
import { activityFacts } from './migrations/0021-activity-facts'
import type { Handle } from './sql'

/** One step a file, never edited once released. */
export const migrationSteps: readonly string[] = [
  records,
  outbox,
  pulling,
  search,
  approval,
  sweeping,
  decisions,
  review,
  reports,
  landing,
  journal,
  webhooks,
  customFields,
  activityFacts,
]
/** “SATL”: tells our file from anybody else's SQLite file. */
const APPLICATION_ID = 0x5341544c

/** Refuses a file of a newer version, or of another program, without a change to a single byte of it: the connection only reads. */
export function assertOurs(raw: Database.Database, file: string): void {
  const version = Number(raw.pragma('user_version', { simple: true }))
  const application = Number(raw.pragma('application_id', { simple: true }))
  if (application !== APPLICATION_ID && raw.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined) {
    fail({
      kind: 'mirror-unusable',
      file,
      detail: 'it is a database of another program',
      advice: 'Choose another workspace. The file was not changed.',
    })
  }
  if (version > migrationSteps.length) {
    fail({
      kind: 'mirror-unusable',
      file,
      detail: `it was written by a newer Satchel (version ${version} of the mirror, this one knows ${migrationSteps.length})`,
      advice: 'Update Satchel. The file was not changed.',
    })
  }
}

/** A mirror that can only be read is shown as it is, so it must be of this version. */
export function assertCurrent(raw: Database.Database, file: string): void {
  assertOurs(raw, file)
  const version = Number(raw.pragma('user_version', { simple: true }))
  if (version === migrationSteps.length) return
  fail({
    kind: 'mirror-unusable',
    file,
    detail: `it is of an earlier version (${version}), and this one has to change it before it can be shown`,
    advice: 'Make its folder writable, with room on the disk, and start again. The file was not changed.',
  })
}

/** Before anything is written to a mirror of an earlier version: a copy of it as it is. */
export function keepBefore(raw: Database.Database, file: string): void {
  const version = Number(raw.pragma('user_version', { simple: true }))
  if (version > 0 && version < migrationSteps.length) backUpBefore(raw, file, version)
}

/** Everything in one transaction, looked at before the version number says that it is done. */
export function migrate(db: Handle, now: Instant): void {
  const { raw } = db
  const version = Number(raw.pragma('user_version', { simple: true }))
  if (version === migrationSteps.length) return
  const isEmpty = raw.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  raw.exec('BEGIN IMMEDIATE')
  try {
    for (const step of migrationSteps.slice(version)) raw.exec(step)
    if (isEmpty) db.run(`INSERT INTO meta (name, value) VALUES ('mirror_id', ?), ('made_at', ?)`, randomUUID(), now)
    else assertWhole(raw)
    raw.pragma(`application_id = ${APPLICATION_ID}`)
    raw.pragma(`user_version = ${migrationSteps.length}`)
    raw.exec('COMMIT')
  } catch (error) {
    if (raw.inTransaction) raw.exec('ROLLBACK')
    throw error
  }
}

function assertWhole(raw: Database.Database): void {
  const strays = raw.pragma('foreign_key_check') as readonly unknown[]
  if (strays.length > 0 || raw.pragma('integrity_check(1)', { simple: true }) !== 'ok') {
    throw new Database.SqliteError('the mirror is damaged', 'SQLITE_CORRUPT')
  }
}
