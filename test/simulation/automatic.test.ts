/**
 * Automatic mode, second by second: changes go by themselves when their record is still, one request earlier never, and what a person
 * should look at stays. The app runs as it does on a desk, in virtual time.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createUnifiedConnector } from '../../src/main/connectors/unified/unified'
import { findRecordId } from '../../src/main/mirror/identity'
import { closeMirror, onCommit, openMirror, type WriteDb } from '../../src/main/mirror/open'
import { discardChanges, listChanges, saveDelete, saveEdit } from '../../src/main/mirror/outbox'
import { createSync, type Sync } from '../../src/main/sync/run/sync'
import type { FieldPath } from '../../src/shared/model/field-path'
import type { RecordId } from '../../src/shared/model/ids'
import type { PushMode } from '../../src/shared/settings'
import { connection } from './box'
import { createModelServer, type ModelServer } from './model-server'
import { createVirtualWorld, type VirtualWorld } from './virtual-world'

const SECOND = 1000
let folder = ''
let db: WriteDb
let sync: Sync
let world: VirtualWorld
let server: ModelServer
let mode: PushMode = 'automatic'

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-automatic-'))
  mode = 'automatic'
  const servers: ModelServer[] = []
  world = createVirtualWorld(5, (inner) => {
    const made = createModelServer(inner, { latencyMs: 50 }, 5)
    servers.push(made)
    return made.http
  })
  server = servers[0] ?? expect.unreachable('the world has a network')
  for (const name of ['One', 'Two', 'Three']) server.put('contact', { name, title: 'CTO' }, world.now() - 86_400_000)
  db = openMirror(join(folder, 'mirror.db'), { now: world.now() })
  const connector = createUnifiedConnector({ url: connection.url, connectionId: 'x', token: async () => 'secret' }, (request) => world.http(request))
  sync = createSync({
    db,
    world,
    connections: () => [connection],
    connectorFor: () => connector,
    emit: () => undefined,
    // No poll comes to help: what goes, goes because it is due.
    settings: () => ({ intervalSeconds: 86_400 }),
    saveSidecar: () => undefined,
    pushMode: () => mode,
  })
  // As the engine does when the outbox was touched.
  onCommit(db, () => sync.outboxChanged(connection.id))
  sync.start()
  await world.pass(5 * SECOND)
})
afterEach(async () => {
  await world.drive(sync.stop())
  closeMirror(db)
  rmSync(folder, { recursive: true, force: true })
})

const record = (id: string): RecordId => findRecordId(db, connection.id, 'contact', id) ?? expect.unreachable('it was pulled')
const edit = (id: string, title: string) =>
  saveEdit(db, {
    connection: connection.id,
    object: 'contact',
    recordId: record(id),
    fields: [{ path: 'title' as FieldPath, value: title }],
    batch: null,
    now: world.now(),
  })
const inCrm = (id: string) => server.find('contact', id)?.['title']

test('a change goes ten seconds after the last edit of its record, and no sooner', async () => {
  edit('1', 'CEO')
  await world.pass(8 * SECOND)
  edit('1', 'Chair')
  await world.pass(9 * SECOND)
  expect(inCrm('1')).toBe('CTO')
  await world.pass(2 * SECOND)
  expect([inCrm('1'), listChanges(db, {}).map(({ state }) => state)]).toEqual(['Chair', ['pushed']])
})

test('an open editor holds it for as long as it says so, and a crashed one for a minute', async () => {
  edit('1', 'CEO')
  edit('2', 'CEO')
  sync.editing(connection.id, record('1'), true)
  await world.pass(30 * SECOND)
  expect([inCrm('1'), inCrm('2')]).toEqual(['CTO', 'CEO'])
  sync.editing(connection.id, record('1'), true)
  await world.pass(59 * SECOND)
  expect(inCrm('1')).toBe('CTO')
  await world.pass(2 * SECOND)
  expect(inCrm('1')).toBe('CEO')
  edit('3', 'CEO')
  sync.editing(connection.id, record('3'), true)
  await world.pass(20 * SECOND)
  sync.editing(connection.id, record('3'), false)
  await world.pass(SECOND)
  expect(inCrm('3')).toBe('CEO')
})

test('what is discarded within the ten seconds never leaves, and a deletion waits for a person', async () => {
  const change = edit('1', 'CEO')
  saveDelete(db, { connection: connection.id, object: 'contact', recordId: record('2'), batch: null, now: world.now() })
  await world.pass(5 * SECOND)
  discardChanges(db, [change?.id ?? ''], world.now())
  await world.pass(3600 * SECOND)
  expect([inCrm('1'), inCrm('2')]).toEqual(['CTO', 'CTO'])
  expect(listChanges(db, { states: ['waiting'] }).map(({ kind }) => kind)).toEqual(['delete'])
})

test('in review mode nothing goes by itself; switched on, what is still goes', async () => {
  mode = 'review'
  edit('1', 'CEO')
  await world.pass(3600 * SECOND)
  expect(inCrm('1')).toBe('CTO')
  mode = 'automatic'
  sync.outboxChanged(null)
  await world.pass(SECOND)
  expect(inCrm('1')).toBe('CEO')
})

test('while the CRM is away edits of one record stay one change, and go when it is back', async () => {
  server.fault = () => ({ kind: 'refused-connection' })
  edit('1', 'CEO')
  await world.pass(60 * SECOND)
  edit('1', 'Chair')
  await world.pass(60 * SECOND)
  expect([inCrm('1'), listChanges(db, { states: ['waiting'] }).length]).toEqual(['CTO', 1])
  server.fault = () => null
  sync.resume(connection.id)
  await world.pass(30 * SECOND)
  expect([inCrm('1'), listChanges(db, { states: ['waiting'] }).length]).toEqual(['Chair', 0])
})

test('in an app that runs for weeks, settled changes go when they were kept long enough', async () => {
  const change = edit('1', 'CEO')
  discardChanges(db, [change?.id ?? ''], world.now())
  await world.pass(29 * 86_400 * SECOND)
  expect(listChanges(db, {})).toHaveLength(1)
  await world.pass(3 * 86_400 * SECOND)
  expect(listChanges(db, {})).toEqual([])
})
