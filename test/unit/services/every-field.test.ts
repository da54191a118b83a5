/**
 * Every object and every field of the protocol, through the whole program: it comes from the CRM, is shown and edited by its path,
 * goes back, and nothing beside it is lost. The table of fields is the sandbox's, written down from the protocol a second time.
 */
import { afterEach, describe, expect, test } from 'vitest'
import { crmObjects, type CrmObject, wireFields, type WireType } from '../../../src/main/sandbox/catalogue'
import { fieldGroups, groupFields } from '../../../src/renderer/parts/fields/field-groups'
import type { ConnectionId } from '../../../src/shared/model/ids'
import { fieldAt, eventTypes } from '../../../src/shared/model/fields'
import type { Json, JsonObject } from '../../../src/shared/model/json'
import { openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

async function pulled(): Promise<{ readonly it: TestEngine; readonly connection: ConnectionId }> {
  engine = await openPulledEngine()
  return { it: engine, connection: engine.settings().connections[0]?.id as ConnectionId }
}

/** The paths by which a field is edited: an object part by part, custom fields by slug. */
function pathsOf(name: string, type: WireType): readonly (readonly [string, WireType])[] {
  if (typeof type === 'object') return Object.entries(type).map(([part, inner]) => [`${name}.${part}`, inner])
  return name === 'metadata' ? [['metadata.our_own', 'text']] : [[name, type]]
}

/** Two values that a field of that form may have; `known` are ids that exist. */
function valueFor(
  type: WireType,
  known: { readonly link: readonly string[]; readonly owner: string; readonly stage: JsonObject; readonly pipeline: JsonObject },
): Json {
  switch (type) {
    case 'text':
      return 'Zwölf & “so”'
    case 'number':
      return 42.5
    case 'boolean':
      return false
    case 'date':
      return '2027-01-02T03:04:05.000Z'
    case 'texts':
      return ['one', 'two']
    case 'emails':
      return [{ email: 'zoe@acme.example', type: 'HOME' }]
    case 'telephones':
      return [{ telephone: '+49 89 1', type: 'FAX' }]
    case 'links':
      return known.link.slice(0, 2)
    case 'link':
      return known.link[0] ?? ''
    case 'owner':
      return known.owner
    case 'references':
      return [known.stage]
    case 'stages':
      return [{ id: '901', name: 'First', active: true, is_closed: false, deal_probability: 10, display_order: 0 }]
    case 'objects':
      return [{ name: 'Size', required: true, type: 'NUMBER', options: [{ label: 'S', value: 's' }] }]
    default:
      return 'x'
  }
}

const cells = crmObjects.flatMap((object) =>
  Object.entries(wireFields[object]).flatMap(([name, type]) => pathsOf(name, type).map(([path, inner]) => [object, path, inner] as const)),
)

describe('the model', () => {
  test.each(cells)('knows %s %s', (object, path) => {
    expect(fieldAt(object, path)).not.toBeNull()
  })

  test('has no field that the protocol lacks', () => {
    for (const object of crmObjects) {
      const known = new Set(cells.filter(([each]) => each === object).map(([, path]) => path))
      const extra = groupPaths(object).filter((path) => !known.has(path) && path !== 'created_at' && path !== 'updated_at')
      expect(extra, object).toEqual([])
    }
  })

  test('and the record page shows each, whatever stands in it', () => {
    for (const object of crmObjects) {
      const shown = groupPaths(object)
      // The amount has its currency beside it.
      const missing = cells.filter(([each, path]) => each === object && path !== 'currency' && !path.startsWith('metadata.') && !shown.includes(path))
      expect(missing, object).toEqual([])
    }
  })
})

/** Of events each type in turn, since a record page shows the content of its own. */
function groupPaths(object: CrmObject): readonly string[] {
  const documents: readonly JsonObject[] = object === 'event' ? eventTypes.map((type) => ({ type })) : [{}]
  return [...new Set(documents.flatMap((document) => fieldGroups.flatMap((group) => groupFields(object, document)[group].map(({ path }) => path))))]
}

describe('the whole way', () => {
  test.each(crmObjects)('every field of a %s is edited, pushed and there, and what we do not know of it stays', async (object) => {
    const { it, connection } = await pulled()
    const { satchel, sandbox } = it
    const [first] = sandbox.controls.all(object)
    const id = String(first?.['id'])
    sandbox.controls.edit({ object, id: [id], patch: { ours_alone: { nested: [1, null, 'x'] } } })
    await satchel.request('sync.run', {})
    const [pipeline] = sandbox.controls.all('pipeline')
    const stages = pipeline?.['stages'] as readonly JsonObject[]
    const owner = String(sandbox.controls.all('employee')[2]?.['id'])
    const own = cells.filter(([each, path]) => each === object && path !== 'name')
    const set = own.flatMap(([, path, type]) => {
      const to = fieldAt(object, path)?.to
      // A pipeline's stages are replaced where no deal stands in them: the last one has none of ours.
      if (path === 'stages' && object === 'pipeline') return []
      if (path === 'type') return [{ path, value: 'SOMETHING_NEW' }]
      const link = to === undefined || to === 'user' || to === 'pipeline' ? [] : sandbox.controls.all(to).map((record) => String(record['id']))
      const known = { link, owner, stage: { id: String(stages[1]?.['id']) }, pipeline: { id: String(pipeline?.['id']) } }
      if (path === 'pipelines') return [{ path, value: [known.pipeline] }]
      return [{ path, value: valueFor(type, known) }]
    })
    await satchel.request('records.edit', { connection, object, id, set })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1, rejected: 0, conflicts: 0, error: null })
    const there = sandbox.controls.find(object, id) ?? {}
    expect(there['ours_alone']).toEqual({ nested: [1, null, 'x'] })
    for (const { path, value } of set) {
      const [head = '', part] = path.split('.')
      const whole = there[head]
      const got =
        head === 'metadata'
          ? (whole as readonly JsonObject[]).find(({ slug }) => slug === part)?.['value']
          : part === undefined
            ? whole
            : (whole as JsonObject | undefined)?.[part]
      // The CRM puts names beside the ids of stages and pipelines.
      if (path === 'stages' || path === 'pipelines')
        expect((got as readonly JsonObject[])[0], path).toMatchObject((value as readonly JsonObject[])[0] ?? {})
      else expect(got, path).toEqual(value)
    }
    // Links that went from other records moved no stamp of theirs.
    await satchel.request('sync.reconcile', {})
    expect(await satchel.request('sync.verify', {})).toEqual({ equal: true, differences: [] })
  })
})

describe('links', () => {
  test('one that is taken away at one end is gone at the other before it is pushed, and back when it is taken back', async () => {
    const { it, connection } = await pulled()
    const { satchel, sandbox } = it
    const company = sandbox.controls.all('company').find(({ contact_ids }) => Array.isArray(contact_ids) && contact_ids.length > 1)
    const companyId = String(company?.['id'])
    const [contactId = ''] = (company?.['contact_ids'] ?? []) as readonly string[]
    const linked = async (): Promise<readonly (string | null)[]> => {
      const groups = await satchel.request('records.related', { connection, object: 'company', id: companyId, limit: 100 })
      return groups.find(({ object }) => object === 'contact')?.records.map(({ remoteId }) => remoteId) ?? []
    }
    const counted = () =>
      satchel.request('records.count', { connection, object: 'contact', filter: { field: 'company_ids', op: 'any-of', value: [companyId] } })
    const before = await counted()
    expect(await linked()).toContain(contactId)
    const change = await satchel.request('records.edit', { connection, object: 'contact', id: contactId, set: [{ path: 'company_ids', value: [] }] })
    expect(await linked()).not.toContain(contactId)
    expect(await counted()).toBe((before ?? 0) - 1)
    // The other end comes again with something else in it: it still names the contact, and is not believed.
    sandbox.controls.edit({ object: 'company', id: [companyId], patch: { description: 'moved' } })
    await satchel.request('sync.run', {})
    expect(await linked()).not.toContain(contactId)

    await satchel.request('changes.discard', { ids: [change?.id as never] })
    expect(await linked()).toContain(contactId)
    expect(await counted()).toBe(before)
    await satchel.request('records.edit', { connection, object: 'contact', id: contactId, set: [{ path: 'company_ids', value: [] }] })
    await satchel.request('changes.push', {})
    await satchel.request('sync.reconcile', {})
    expect(await linked()).not.toContain(contactId)
    expect(await satchel.request('sync.verify', {})).toEqual({ equal: true, differences: [] })
  })
})
