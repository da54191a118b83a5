/**
 * Is the schema in the file the one that this version's migrations make? A bit that flipped in the text of a trigger or an index is no damage
 * to SQLite: it keeps that text as it keeps any other. The file remembers a fingerprint of its schema, so that a start compares two hashes.
 */
import { hash } from 'node:crypto'
import Database from 'better-sqlite3'
import { migrationSteps } from './migrate'

/** Throws as SQLite does for a damaged file. */
export function assertSchema(raw: Database.Database): void {
  const present = fingerprint(raw)
  const known = raw.prepare(`SELECT value FROM meta WHERE name = 'schema'`).pluck().get()
  if (known === present) return
  if (present !== expectedFingerprint()) throw new Database.SqliteError('the schema is not the one that was made', 'SQLITE_CORRUPT')
  raw.prepare(`INSERT OR REPLACE INTO meta (name, value) VALUES ('schema', ?)`).run(present)
}

/** For a judge, who writes nothing: null where it is as made, or of another version. */
export function schemaDamage(raw: Database.Database): string | null {
  if (raw.pragma('user_version', { simple: true }) !== migrationSteps.length) return null
  return fingerprint(raw) === expectedFingerprint() ? null : 'the schema is not the one that was made'
}

let expected: string | null = null

function expectedFingerprint(): string {
  if (expected !== null) return expected
  const raw = new Database(':memory:')
  for (const step of migrationSteps) raw.exec(step)
  expected = fingerprint(raw)
  raw.close()
  return expected
}

function fingerprint(raw: Database.Database): string {
  // What SQLite makes for itself (statistics) comes and goes.
  const rows = raw.prepare(`SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`).all()
  return hash('sha256', JSON.stringify(rows), 'hex')
}
