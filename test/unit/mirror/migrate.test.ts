/** A mirror that an earlier version wrote is brought to this one, with what waits in it. */
import Database from 'better-sqlite3'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { records } from '../../../src/main/mirror/migrations/0001-records'
import { outbox } from '../../../src/main/mirror/migrations/0002-outbox'
import { pulling } from '../../../src/main/mirror/migrations/0003-pulling'
import { search } from '../../../src/main/mirror/migrations/0004-search'
import { closeMirror, openMirror } from '../../../src/main/mirror/open'
import { approveChanges, listChanges } from '../../../src/main/mirror/outbox'
import { keepSidecar, readSidecar } from '../../../src/main/mirror/sidecar'
import { bringIntoAgreement } from '../../../src/main/mirror/sidecar-import'
import { instant, parseConnectionId } from '../../../src/shared/model/ids'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-migrate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const now = instant(Date.parse('2026-11-24T09:00:00.000Z'))
const acme = parseConnectionId('acme')

/** As version 4 left it, with one edit that waits. */
function writeVersion4(file: string): void {
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

describe('a mirror of version 4', () => {
  test('opens with its changes, and none of them is approved until somebody does', () => {
    const file = join(folder, 'mirror.db')
    writeVersion4(file)
    const db = openMirror(file, { now })
    expect(listChanges(db, {})).toMatchObject([{ state: 'waiting', approved: false, fields: [{ path: 'title', new: 'CEO' }] }])
    approveChanges(db, acme, null, now)
    expect(listChanges(db, {})).toMatchObject([{ state: 'waiting', approved: true }])
    closeMirror(db)
  })

  test('its copy of the open changes is read too', () => {
    const file = join(folder, 'mirror.db')
    writeVersion4(file)
    const old = openMirror(file, { now })
    const places = [join(folder, 'copy'), join(folder, 'apart', 'copy')] as const
    keepSidecar(old, places, null).save()
    closeMirror(old)
    // As it was written before there were approvals, commit marks and checksums.
    const { changes, conflicts, records: about } = readSidecar(places) ?? expect.fail('nothing was copied')
    const known = changes.map((change) =>
      Object.fromEntries(Object.entries(change).filter(([column]) => column !== 'approved_at' && column !== 'priority')),
    )
    for (const place of places) rmSync(place, { force: true })
    writeFileSync(places[0], JSON.stringify({ version: 1, changes: known, conflicts, records: about }))
    const fresh = openMirror(join(folder, 'fresh.db'), { now })
    expect(bringIntoAgreement(fresh, readSidecar(places), now)).toEqual({ kind: 'behind', changes: 1, newMirror: true })
    expect(listChanges(fresh, {})).toMatchObject([{ approved: false, fields: [{ new: 'CEO' }] }])
    closeMirror(fresh)
  })
})
