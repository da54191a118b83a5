/** Editing many records at once, through the engine: what is shown before is what is done, as one batch that goes back as one. */
import { afterEach, describe, expect, test } from 'vitest'
import type { AskedEdit } from '../../../src/main/services/bulk-edits'
import type { RecordId } from '../../../src/shared/model/ids'
import { openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

async function begin() {
  const opened = await openPulledEngine()
  engine = opened
  const { satchel, settings } = opened
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const { rows: ids } = await satchel.request('records.ids', { connection, object: 'contact' })
  const many = { connection, object: 'contact' as const, ids: ids.slice(0, 8) }
  const documents = async () => (await satchel.request('records.documents', { connection, object: 'contact', limit: 1000 })).rows
  return { ...opened, connection, many, documents }
}

const set = (path: string, value: AskedEdit['value']): AskedEdit => ({ path, action: 'set', value })

describe('an edit of many records', () => {
  test('changes what its preview said and nothing else, leaves alone what holds the value already, and goes back as one', async () => {
    const { satchel, many, documents } = await begin()
    const before = await documents()
    const [first] = many.ids
    await satchel.request('records.edit', {
      connection: many.connection,
      object: 'contact',
      id: first as RecordId,
      set: [{ path: 'department', value: 'Sales' }],
    })
    const settled = await documents()
    const edits = [set('department', 'Sales'), { path: 'telephones', action: 'add', value: [{ telephone: '+49 30 5' }] } as const]

    const preview = await satchel.request('records.previewEdit', { ...many, edits: [edits[0] ?? set('x', null)], samples: 3 })
    expect(preview).toMatchObject({ changed: 7, already: 1, gone: 0 })
    expect(preview.samples).toHaveLength(3)
    expect(preview.samples[0]?.fields).toMatchObject([{ path: 'department', value: 'Sales' }])

    const { changed, changes } = await satchel.request('records.editMany', { ...many, edits, batch: 'Sales people' })
    expect(changed).toBe(8)
    const after = await documents()
    const sales = after.filter(({ department }) => department === 'Sales')
    expect(sales.filter(({ telephones }) => JSON.stringify(telephones).includes('+49 30 5'))).toHaveLength(8)
    const open = await satchel.request('changes.list', {})
    expect(
      open
        .filter(({ batch }) => batch === 'Sales people')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([...changes].toSorted())

    await satchel.request('changes.discard', { ids: [...changes] })
    expect(await documents()).toEqual(settled)
    expect(settled).not.toEqual(before)
  })

  test('taken back, leaves every earlier edit of its records as it was: joined, replaced, of a record made here', async () => {
    const { satchel, many, connection } = await begin()
    const [edited, held, deleted, other] = many.ids as [RecordId, RecordId, RecordId, RecordId]
    const edit = (id: RecordId, value: string) =>
      satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'title', value }] })
    await edit(edited, 'Typed before')
    const waiting = await edit(held, 'Held before')
    await satchel.request('changes.hold', { ids: [waiting?.id ?? expect.unreachable('it changed')] })
    await edit(deleted, 'Typed, then deleted')
    const made = await satchel.request('records.create', { connection, object: 'contact', data: { name: 'Made here' } })
    const ids = [edited, held, made.recordId]
    const open = async () =>
      (await satchel.request('changes.list', {})).map(({ id, kind, state, recordId, fields }) => ({ id, kind, state, recordId, fields }))
    const before = await open()

    await satchel.request('records.editMany', { connection, object: 'contact', ids, edits: [set('title', 'Boss')], batch: 'Bosses' })
    await satchel.request('records.editMany', { connection, object: 'contact', ids: [other], edits: [set('title', 'Boss')], batch: 'Bosses' })
    await satchel.request('records.deleteMany', { connection, object: 'contact', ids: [deleted], batch: 'Old ones' })
    const title = async (id: RecordId) => (await satchel.request('records.get', { connection, object: 'contact', id })).document['title'] ?? null
    expect(await Promise.all([...ids, other].map(title))).toEqual(['Boss', 'Boss', 'Boss', 'Boss'])

    // The older batch, by its name; then the younger, as the last thing done.
    expect(await satchel.request('changes.undo', { connection, batch: 'Bosses' })).toMatchObject({ batch: 'Bosses' })
    expect(await satchel.request('changes.undo', { connection })).toMatchObject({ batch: 'Old ones' })
    expect(await open()).toEqual(before)
    expect(await Promise.all([edited, held, deleted, made.recordId].map(title))).toEqual(['Typed before', 'Held before', 'Typed, then deleted', null])
    expect(await satchel.request('changes.undo', { connection, batch: 'Bosses' })).toBeNull()
  })

  test('taken back, never takes what was typed after it along', async () => {
    const { satchel, many, connection } = await begin()
    const [first, second] = many.ids as [RecordId, RecordId]
    await satchel.request('records.editMany', { connection, object: 'contact', ids: [first, second], edits: [set('title', 'Boss')], batch: 'Bosses' })
    await satchel.request('records.edit', { connection, object: 'contact', id: first, set: [{ path: 'title', value: 'Typed after' }] })
    await satchel.request('changes.undo', { connection, batch: 'Bosses' })
    const title = async (id: RecordId) => (await satchel.request('records.get', { connection, object: 'contact', id })).document['title']
    expect(await title(first)).toBe('Typed after')
    expect(await title(second)).not.toBe('Boss')
  })

  test('adds and removes entries, copies a field, finds and replaces', async () => {
    const { satchel, connection } = await begin()
    const made = await satchel.request('records.create', {
      connection,
      object: 'company',
      data: { name: 'Acme GmbH', tags: ['Key', 'EU'], industry: 'Steel' },
    })
    const company = { connection, object: 'company' as const, ids: [made.recordId] }
    const edits: AskedEdit[] = [
      { path: 'tags', action: 'add', value: ['key', 'New'] },
      { path: 'tags', action: 'remove', value: ['eu'] },
      { path: 'description', action: 'copy', value: 'name' },
      { path: 'name', action: 'replace', value: { find: 'GmbH', by: 'AG' } },
      { path: 'industry', action: 'clear', value: null },
    ]
    await satchel.request('records.editMany', { ...company, edits, batch: 'b' })
    const { document } = await satchel.request('records.get', { connection, object: 'company', id: made.recordId })
    expect(document).toMatchObject({ name: 'Acme AG', tags: ['Key', 'New'], description: 'Acme GmbH' })
    expect(document['industry'] ?? null).toBeNull()
  })

  test('with one value that can’t be, changes none', async () => {
    const { satchel, many, documents } = await begin()
    const before = await documents()
    const attempt = (edit: AskedEdit) => satchel.request('records.editMany', { ...many, edits: [set('department', 'x'), edit], batch: 'b' })
    await expect(attempt(set('updated_at', '2026-11-24T00:00:00Z'))).rejects.toThrow(/lets us write/)
    await expect(attempt(set('emails', 'not a list'))).rejects.toThrow(/a list like/)
    await expect(attempt({ path: 'title', action: 'add', value: ['x'] })).rejects.toThrow(/holds a list/)
    await expect(attempt({ path: 'title', action: 'copy', value: 'emails' })).rejects.toThrow(/of the kind text/)
    await expect(attempt({ path: 'title', action: 'replace', value: 'x' })).rejects.toThrow(/find/)
    expect(await documents()).toEqual(before)
  })

  test('skips records that are gone by now, and deleting many is one batch as well', async () => {
    const { satchel, many, documents } = await begin()
    const [first, ...others] = many.ids
    await satchel.request('records.delete', { connection: many.connection, object: 'contact', id: first as RecordId })
    const preview = await satchel.request('records.previewEdit', { ...many, edits: [set('department', 'Sales')] })
    expect(preview).toMatchObject({ changed: 7, gone: 1 })
    const count = (await documents()).length
    const { changed, changes } = await satchel.request('records.deleteMany', { ...many, ids: others, batch: 'Old ones' })
    expect([changed, changes.length]).toEqual([7, 7])
    expect(await documents()).toHaveLength(count - 7)
    await satchel.request('changes.discard', { ids: [...changes] })
    expect(await documents()).toHaveLength(count)
  })
})
