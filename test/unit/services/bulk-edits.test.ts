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
