/** A mirror that an earlier version wrote is brought to this one, with what waits in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeMirror, openMirror } from '../../../src/main/mirror/open'
import { approveChanges, listChanges } from '../../../src/main/mirror/outbox'
import { keepSidecar, readSidecar } from '../../../src/main/mirror/sidecar'
import { bringIntoAgreement } from '../../../src/main/mirror/sidecar-import'
import { instant, parseConnectionId } from '../../../src/shared/model/ids'
import { writeVersion4 } from './support/version-4'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-migrate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const now = instant(Date.parse('2026-11-24T09:00:00.000Z'))
const acme = parseConnectionId('acme')

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
