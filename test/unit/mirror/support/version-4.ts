/** A mirror as an earlier version left it. */
import Database from 'better-sqlite3'
import { records } from '../../../../src/main/mirror/migrations/0001-records'
import { outbox } from '../../../../src/main/mirror/migrations/0002-outbox'
import { pulling } from '../../../../src/main/mirror/migrations/0003-pulling'
import { search } from '../../../../src/main/mirror/migrations/0004-search'

const now = Date.parse('2026-11-24T09:00:00.000Z')

/** As version 4 left it, with one edit that waits. */
export function writeVersion4(file: string): void {
  const db = new Database(file)
  for (const step of [records, outbox, pulling, search]) db.exec(step)
  db.prepare(`INSERT INTO meta (name, value) VALUES ('mirror_id', 'm'), ('made_at', ?)`).run(now)
  db.prepare(
    `INSERT INTO change (connection, object, record_id, kind, state, client_key, created_at, updated_at, patch)
     VALUES ('acme', 'contact', 'r_abc', 'update', 'waiting', 'k-1', ?, ?, '[{"path":"title","base":"CTO","value":"CEO"}]')`,
  ).run(now, now)
  // “SATL”
  db.pragma('application_id = 1396790348')
  db.pragma('user_version = 4')
  db.close()
}
