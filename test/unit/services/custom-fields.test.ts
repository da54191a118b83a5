/**
 * Custom fields through the services: definitions read, made, changed and removed in the CRM, and lists that are sorted, grouped,
 * filtered and searched by their values.
 */
import { afterEach, describe, expect, test } from 'vitest'
import type { ConnectionId } from '../../../src/shared/model/ids'
import { connect, openPulledEngine, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

async function pulled(): Promise<TestEngine & { readonly connection: ConnectionId }> {
  engine = await openPulledEngine()
  return { ...engine, connection: engine.settings().connections[0]?.id as ConnectionId }
}

describe('definitions', () => {
  test('are read once an hour, kept for when the CRM is out of reach, and forgotten with the connection', async () => {
    const { satchel, connection, network, later } = await pulled()
    expect(await satchel.request('fields.list', { connection })).toEqual([])
    expect(await satchel.request('fields.refresh', { connection })).toEqual({ supported: true, asked: true })
    expect(await satchel.request('fields.refresh', { connection })).toEqual({ supported: true, asked: false })
    network(false)
    later(2 * 3_600_000)
    await expect(satchel.request('fields.refresh', { connection })).rejects.toMatchObject({ failure: { kind: 'unreachable' } })
    const fields = await satchel.request('fields.list', { connection, object: 'contact' })
    expect(fields.map(({ slug, name, format, options }) => [slug, name, format, options.length])).toEqual([
      ['buying_role', 'Role in buying', 'SINGLE_SELECT', 5],
      ['birthday', 'Birthday', 'DATE', 0],
      ['newsletter', 'Newsletter', 'BOOLEAN', 0],
    ])
    await satchel.request('connections.disconnect', { connection })
    expect(await satchel.request('fields.list', { connection })).toEqual([])
  })

  test('industries come with them, where the CRM has a list, and stay known out of reach', async () => {
    const { satchel, connection, network, later, sandbox } = await pulled()
    expect(await satchel.request('fields.industries', { connection })).toEqual([])
    await satchel.request('fields.refresh', { connection })
    const industries = await satchel.request('fields.industries', { connection })
    const held = sandbox.controls.all('company').flatMap(({ industry }) => (typeof industry === 'string' ? [industry] : []))
    expect(held.length).toBeGreaterThan(0)
    expect(industries).toEqual(expect.arrayContaining(held))
    network(false)
    later(2 * 3_600_000)
    await satchel.request('fields.refresh', { connection }).catch(() => undefined)
    expect(await satchel.request('fields.industries', { connection })).toEqual(industries)
  })

  test('a required one is asked for by whoever wants a complete record, from what is known here', async () => {
    const { satchel, connection, network } = await pulled()
    const definition = { name: 'Level', format: 'TEXT', is_required: true }
    await satchel.request('fields.add', { connection, object: 'contact', definition })
    network(false)
    const make = (data: Record<string, string | { slug: string; value: string }[]>, complete: boolean) =>
      satchel.request('records.create', { connection, object: 'contact', data, complete })
    const refusal = { failure: { kind: 'bad-input', where: 'metadata', expected: expect.stringContaining('Level (level)') } }
    await expect(make({ name: 'Ada' }, true)).rejects.toMatchObject(refusal)
    await expect(make({ name: 'Ada', metadata: [{ slug: 'level', value: '' }] }, true)).rejects.toMatchObject(refusal)
    expect(await satchel.request('changes.list', {})).toEqual([])
    expect(await make({ name: 'Ada', metadata: [{ slug: 'level', value: 'Gold' }] }, true)).toMatchObject({ kind: 'create' })
    expect(await make({ name: 'Bea' }, false)).toMatchObject({ kind: 'create' })
  })

  test('one is made, changed and removed in the CRM; its values go from the mirror too', async () => {
    const { satchel, connection, sandbox, events } = await pulled()
    await satchel.request('fields.refresh', { connection })
    const made = await satchel.request('fields.add', {
      connection,
      object: 'contact',
      definition: { name: 'Level', format: 'SINGLE_SELECT', options: ['Gold', 'Silver'], is_required: true, help: 'ours' },
    })
    expect(made).toMatchObject({ slug: 'level', name: 'Level', options: ['Gold', 'Silver'], isRequired: true, document: { help: 'ours' } })
    expect(events.filter(({ kind }) => kind === 'fields.changed').length).toBeGreaterThan(0)

    const changed = await satchel.request('fields.edit', { connection, object: 'contact', slug: 'level', definition: { options: ['Gold'] } })
    expect(changed).toMatchObject({ slug: 'level', name: 'Level', options: ['Gold'], document: { help: 'ours', object_type: 'crm_contact' } })

    const [contact] = sandbox.controls.all('contact')
    const id = String(contact?.['id'])
    await satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'metadata.level', value: 'Gold' }] })
    await satchel.request('changes.push', {})
    const valueOf = async () => {
      const { document } = await satchel.request('records.get', { connection, object: 'contact', id })
      return (document['metadata'] as readonly { readonly slug: string; readonly value: unknown }[]).find(({ slug }) => slug === 'level')?.value
    }
    expect(await valueOf()).toBe('Gold')
    await satchel.request('fields.remove', { connection, object: 'contact', slug: 'level' })
    expect(await valueOf()).toBeUndefined()
    expect((await satchel.request('fields.list', { connection, object: 'contact' })).map(({ slug }) => slug)).not.toContain('level')
    expect(await satchel.request('sync.verify', {})).toEqual({ equal: true, differences: [] })
  })

  test('what no CRM could make sense of is refused here, what this CRM does not take in its words', async () => {
    const { satchel, connection } = await pulled()
    await satchel.request('fields.refresh', { connection })
    const add = (definition: Record<string, string>) => satchel.request('fields.add', { connection, object: 'contact', definition })
    await expect(add({ format: 'TEXT' })).rejects.toMatchObject({ failure: { kind: 'bad-input', where: 'name' } })
    await expect(add({ name: 'X', format: 'SELECT' })).rejects.toMatchObject({ failure: { kind: 'bad-input', where: 'format' } })
    await expect(add({ name: 'X', format: 'SINGLE_SELECT' })).rejects.toMatchObject({ failure: { kind: 'bad-input', where: 'options' } })
    await expect(add({ name: 'X', slug: 'birthday' })).rejects.toMatchObject({ failure: { kind: 'refused', status: 409 } })
    await expect(
      satchel.request('fields.edit', { connection, object: 'contact', slug: 'birthday', definition: { slug: 'other' } }),
    ).rejects.toMatchObject({ failure: { kind: 'bad-input', where: 'slug' } })
    await expect(satchel.request('fields.remove', { connection, object: 'contact', slug: 'none' })).rejects.toMatchObject({
      failure: { kind: 'not-found' },
    })
  })

  test('a CRM that offers none says nothing, and one that names fields its own way is understood', async () => {
    engine = openTestEngine({ profile: 'salesforce' })
    const { id: connection } = await connect(engine)
    await engine.satchel.request('fields.refresh', { connection })
    const fields = await engine.satchel.request('fields.list', { connection })
    expect(fields.map(({ object, slug }) => `${object} ${slug}`)).toContain('deal Contract_Months__c')
    const made = await engine.satchel.request('fields.add', { connection, object: 'deal', definition: { name: 'Region', format: 'TEXT' } })
    expect(made.slug).toBe('Region__c')
    engine.sandbox.controls.setFaults('')
  })
})

describe('lists by custom fields', () => {
  const slugs = ['metadata.tier', 'metadata.annual_revenue'] as const

  test('are sorted, empty ones last, page by page, and the same in one page', async () => {
    const { satchel, connection } = await pulled()
    for (const descending of [false, true]) {
      const sort = slugs.map((field) => ({ field, descending }))
      const whole = (await satchel.request('records.list', { connection, object: 'company', sort, limit: 100, fields: [...slugs] })).rows
      const paged: (typeof whole)[number][] = []
      let after: string | null = null
      do {
        const page: { rows: typeof whole; next: string | null } = await satchel.request('records.list', {
          connection,
          object: 'company',
          sort,
          limit: 3,
          after,
          fields: [...slugs],
        })
        paged.push(...page.rows)
        after = page.next
      } while (after !== null)
      expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
      const tiers = whole.map(({ values }) => values['metadata.tier'] ?? null)
      const present = tiers.filter((tier) => tier !== null)
      expect(tiers).toEqual([...present, ...tiers.filter((tier) => tier === null)])
      const ordered = present.toSorted((a, b) => String(a).localeCompare(String(b)))
      expect(present).toEqual(descending ? ordered.toReversed() : ordered)
      const revenues = whole
        .filter(({ values }) => values['metadata.tier'] === present[0])
        .flatMap(({ values }) => values['metadata.annual_revenue'] ?? [])
      const byNumber = revenues.toSorted((a, b) => Number(a) - Number(b))
      expect(revenues).toEqual(descending ? byNumber.toReversed() : byNumber)
    }
  })

  test('are counted by their values, filtered by one, and found by a word of it', async () => {
    const { satchel, connection } = await pulled()
    const { groups } = await satchel.request('records.totals', { connection, object: 'company', groupBy: 'metadata.tier' })
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(8)
    for (const { key, label, count } of groups) {
      const filter = key === null ? { field: 'metadata.tier', op: 'empty' as const } : { field: 'metadata.tier', op: 'is' as const, value: key }
      expect([key, label?.toLowerCase() ?? null]).toEqual([key, key])
      expect(await satchel.request('records.count', { connection, object: 'company', filter })).toBe(count)
    }
    const [company] = (await satchel.request('records.list', { connection, object: 'company', limit: 1 })).rows
    await satchel.request('records.edit', {
      connection,
      object: 'company',
      id: company?.id ?? '',
      set: [{ path: 'metadata.customer_number', value: 'KX-Zwölfender-77' }],
    })
    const hits = await satchel.request('records.search', { connection, text: 'zwolfender' })
    expect(hits.map(({ id }) => id)).toEqual([company?.id])
  })

  test('a slug with quotes in it is a slug', async () => {
    const { satchel, connection } = await pulled()
    const sort = { field: `metadata.it's "odd"`, descending: false }
    expect((await satchel.request('records.list', { connection, object: 'company', sort })).rows).toHaveLength(8)
    await expect(satchel.request('records.list', { connection, object: 'event', sort })).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
  })
})
