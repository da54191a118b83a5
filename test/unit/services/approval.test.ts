/**
 * Approved now, sent when the CRM can be reached: nothing else leaves by itself, what presses goes first, and an approval is for the values
 * that were looked at.
 */
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/shared/model/json'
import type { WritableObjectType } from '../../../src/shared/model/object-type'
import type { Change } from '../../../src/shared/sync/change'
import { openPulledEngine, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

const DAY_MS = 86_400_000

async function begin() {
  const opened = await openPulledEngine()
  engine = opened
  const { satchel, sandbox, settings } = opened
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const idOf = (object: WritableObjectType, index = 0): string => String(sandbox.controls.all(object)[index]?.['id'])
  return {
    ...opened,
    connection,
    idOf,
    edit: (object: WritableObjectType, id: string, fields: Readonly<Record<string, Json>>): Promise<Change> =>
      satchel
        .request('records.edit', { connection, object, id, set: Object.entries(fields).map(([path, value]) => ({ path, value })) })
        .then((change) => change ?? expect.unreachable('the edit changed something')),
    approve: (ids: readonly Change['id'][] | null = null) => satchel.request('changes.approve', { ids: ids && [...ids] }),
    changes: () => satchel.request('changes.list', {}),
    inCrm: (id: string) => sandbox.controls.find('contact', id),
  }
}

describe('approving', () => {
  test('answers at once with what waits, sends nothing itself, and the next sync sends it', async () => {
    const { satchel, idOf, edit, approve, changes, inCrm, network } = await begin()
    const id = idOf('contact')
    await edit('contact', id, { title: 'CTO' })
    network(false)
    expect(await approve()).toEqual({ pushed: 0, rejected: 0, conflicts: 0, waiting: 1, error: null })
    expect(await changes()).toMatchObject([{ state: 'waiting', approved: true }])
    expect(await satchel.request('sync.run', {})).toMatchObject({ connections: [{ error: { kind: 'unreachable' } }] })
    expect(await changes()).toMatchObject([{ state: 'waiting', approved: true }])
    network(true)
    expect(await satchel.request('sync.run', {})).toMatchObject({ connections: [{ error: null, newConflicts: 0 }] })
    expect(inCrm(id)).toMatchObject({ title: 'CTO' })
    expect(await changes()).toEqual([])
  })

  test('what was not approved stays, and a comparison sends nothing at all', async () => {
    const { satchel, idOf, edit, approve, changes, inCrm } = await begin()
    const [first, second] = [idOf('contact', 0), idOf('contact', 1)]
    const approved = await edit('contact', first, { title: 'CTO' })
    const kept = await edit('contact', second, { title: 'CTO' })
    await approve([approved.id])
    await satchel.request('sync.reconcile', {})
    expect(await changes()).toHaveLength(2)
    await satchel.request('sync.run', {})
    expect(await changes()).toMatchObject([{ id: kept.id, state: 'waiting', approved: false }])
    expect(inCrm(second)).not.toMatchObject({ title: 'CTO' })
  })

  test('deals that close soon go first, then activities, the rest in the order of typing', async () => {
    const { satchel, sandbox, idOf, edit, approve } = await begin()
    const call = sandbox.controls.all('event').find(({ type }) => type === 'CALL')
    await edit('contact', idOf('contact'), { title: 'CTO' })
    await edit('deal', idOf('deal', 0), { closing_at: new Date(Date.now() + 90 * DAY_MS).toISOString(), closed_at: null })
    await edit('event', String(call?.['id']), { 'call.description': 'They called back' })
    await edit('deal', idOf('deal', 1), { closing_at: new Date(Date.now() + 3 * DAY_MS).toISOString(), closed_at: null })
    await approve()
    // Updates all, of as many steps each: they arrive in the order in which they were started.
    sandbox.controls.clearEffects()
    await satchel.request('sync.run', {})
    const written = sandbox.controls.effects().map(({ object, id }) => `${object} ${id}`)
    expect(written).toEqual([`deal ${idOf('deal', 1)}`, `event ${String(call?.['id'])}`, `contact ${idOf('contact')}`, `deal ${idOf('deal', 0)}`])
  })
})

describe('an approval', () => {
  test('is for the value that was looked at: another one has to be approved anew, another field is a change of its own', async () => {
    const { satchel, idOf, edit, approve, changes, inCrm } = await begin()
    const id = idOf('contact')
    const first = await edit('contact', id, { title: 'CTO' })
    await approve()
    const other = await edit('contact', id, { department: 'Board' })
    expect(await changes()).toMatchObject([
      { id: first.id, approved: true },
      { id: other.id, approved: false },
    ])
    await edit('contact', id, { title: 'CEO' })
    expect(await changes()).toMatchObject([
      { id: first.id, approved: false, fields: [{ new: 'CEO' }] },
      { id: other.id, approved: false },
    ])
    const before = inCrm(id)
    await satchel.request('sync.run', {})
    expect(inCrm(id)).toEqual(before)
  })

  test('of a new record ends with an edit of it', async () => {
    const { connection, satchel, edit, approve, changes } = await begin()
    const made = await satchel.request('records.create', { connection, object: 'contact', data: { name: 'Newcomer' } })
    await approve()
    await edit('contact', made.recordId, { title: 'CTO' })
    expect(await changes()).toMatchObject([{ id: made.id, kind: 'create', approved: false }])
  })

  test('is taken back by holding, by a conflict and by a refusal, and the sync says that the rep is needed', async () => {
    const { satchel, sandbox, idOf, edit, approve, changes } = await begin()
    const held = await edit('contact', idOf('contact', 0), { title: 'CTO' })
    await edit('contact', idOf('contact', 1), { title: 'CTO' })
    await edit('company', idOf('company', 0), { name: 'Refused' })
    await approve()
    await satchel.request('changes.hold', { ids: [held.id] })
    await satchel.request('changes.release', { ids: [held.id] })
    sandbox.controls.edit({ object: 'contact', id: [idOf('contact', 1)], patch: { title: 'COO' } })
    sandbox.controls.setFaults('422=No:PUT:company')
    expect(await satchel.request('sync.run', {})).toMatchObject({ connections: [{ newConflicts: 2 }] })
    expect((await changes()).map(({ state, approved }) => [state, approved])).toEqual([
      ['waiting', false],
      ['conflict', false],
      ['rejected', false],
    ])
  })

  test('takes held and refused changes by name, and lets them wait', async () => {
    const { satchel, idOf, edit, approve, changes } = await begin()
    const held = await edit('contact', idOf('contact'), { title: 'CTO' })
    await satchel.request('changes.hold', { ids: [held.id] })
    expect(await approve()).toMatchObject({ waiting: 0 })
    expect(await approve([held.id])).toMatchObject({ waiting: 1 })
    expect(await changes()).toMatchObject([{ state: 'waiting', approved: true }])
  })

  test('survives the loss of the mirror', async () => {
    const before = await begin()
    await before.edit('contact', before.idOf('contact'), { title: 'CTO' })
    await before.approve()
    await before.close()
    for (const end of ['', '-wal', '-shm']) rmSync(before.files.mirror + end, { force: true })
    engine = openTestEngine({ files: before.files, sandbox: before.sandbox, settings: before.settings(), secrets: new Map(before.secrets) })
    expect(await engine.satchel.request('changes.list', {})).toMatchObject([{ approved: true }])
    await engine.satchel.request('sync.run', {})
    expect(before.inCrm(before.idOf('contact'))).toMatchObject({ title: 'CTO' })
  })
})
