/**
 * The engine against the sandbox as each of nine CRMs: everything is brought, edited, refused in the CRM's own words, pushed,
 * disputed and swept, and at the end both sides hold the same.
 *
 * A profile differs from the next in what `expectations` says of it; the story is one.
 */
import { afterEach, describe, expect, test } from 'vitest'
import { profiles } from '../../../src/main/sandbox/profiles/profiles'
import type { ConnectionId } from '../../../src/shared/model/ids'
import type { RecordDocument } from '../../../src/shared/model/record'
import { connect, openTestEngine, type TestEngine } from '../../unit/services/support/open-engine'

interface Expectation {
  /** An id of a contact, and of a call. */
  readonly contactId: RegExp
  readonly eventId: RegExp
  /** A contact that it does not take, and what it says. */
  readonly refused: { readonly data: RecordDocument; readonly words: RegExp }
  /** What becomes of the telephone and the e-mail that the rep wrote. */
  readonly phone: string
  readonly email: string
  /** What it calls the custom field for a role in buying. */
  readonly slug: RegExp
  /** What the engine has found out about it by then. */
  readonly learned: { readonly lists?: boolean; readonly put?: boolean }
}

/** Whether events are listed by type alone, and whether contacts are replaced as wholes. */
async function shown({ satchel }: TestEngine, connection: ConnectionId): Promise<{ readonly lists: unknown; readonly put: unknown }> {
  const objects = await satchel.request('connections.capabilities', { connection })
  const value = (object: string, name: string): unknown =>
    objects.find((each) => each.object === object)?.capabilities.find((capability) => capability.name === name)?.value
  return { lists: value('event', 'list-needs-type'), put: value('contact', 'put') }
}

const phone = '(0)89 / 555 010'
const email = 'Zoe.Ash@Acme.example'
const badEmail: RecordDocument = { first_name: 'Zoë', last_name: 'Ash', emails: [{ email: 'zoe at acme' }] }

const expectations: Readonly<Record<string, Expectation>> = {
  salesforce: {
    contactId: /^003Dn0{6}\w{4}[A-Z0-5]{3}$/,
    eventId: /^00TDn\w{13}$/,
    refused: { data: { name: 'Zoë' }, words: /REQUIRED_FIELD_MISSING.*\[LastName\]/ },
    phone,
    email,
    slug: /^Buying_Role__c$/,
    learned: { put: false },
  },
  hubspot: {
    contactId: /^29851\d{6}$/,
    eventId: /^41226\d{6}$/,
    refused: { data: badEmail, words: /Property values were not valid.*INVALID_EMAIL/ },
    phone,
    email: 'zoe.ash@acme.example',
    slug: /^buying_role$/,
    learned: { lists: true, put: false },
  },
  pipedrive: {
    contactId: /^\d{1,2}$/,
    eventId: /^call-\d{1,2}$/,
    refused: { data: { title: 'CTO' }, words: /^Name must be given$/ },
    phone,
    email,
    slug: /^[\da-f]{40}$/,
    learned: {},
  },
  zoho: {
    contactId: /^4876876\d{12}$/,
    eventId: /^4876876\d{12}$/,
    refused: { data: { first_name: 'Zoë' }, words: /MANDATORY_NOT_FOUND.*Last_Name/ },
    phone,
    email,
    slug: /^Buying_Role$/,
    learned: { lists: true },
  },
  dynamics365: {
    contactId: /^[\da-f]{8}-a1c0-4d11-83ff-[\da-f]{12}$/,
    eventId: /^[\da-f]{8}-a1c3-/,
    refused: { data: { name: 'Zoë' }, words: /Attribute 'lastname' cannot be NULL/ },
    phone,
    email,
    slug: /^new_buyingrole$/,
    learned: { lists: true, put: false },
  },
  copper: {
    contactId: /^2724\d{4}$/,
    eventId: /^2724\d{4}$/,
    refused: { data: badEmail, words: /Validation errors: Emails: is invalid/ },
    phone,
    email: 'zoe.ash@acme.example',
    slug: /^6\d{5}$/,
    learned: {},
  },
  close: {
    contactId: /^cont_\w{43}$/,
    eventId: /^acti_\w{43}$/,
    refused: { data: { name: 'Zoë Ash' }, words: /lead_id: This field is required/ },
    phone: '089555010',
    email,
    slug: /^cf_\w{43}$/,
    learned: {},
  },
  freshsales: {
    contactId: /^70014\d{6}$/,
    eventId: /^call-70014\d{6}$/,
    refused: { data: { name: 'Zoë Ash' }, words: /Please specify unique contact's emails/ },
    phone: '089555010',
    email,
    slug: /^cf_buying_role$/,
    learned: { lists: true },
  },
  insightly: {
    contactId: /^342100\d{3}$/,
    eventId: /^call-342100\d{3}$/,
    refused: { data: { last_name: 'Ash' }, words: /The FIRST_NAME field is required/ },
    phone,
    email,
    slug: /^BUYING_ROLE__c$/,
    learned: {},
  },
}

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

describe.each(profiles)('the CRM of $label', (profile) => {
  const expected = expectations[profile.name] as Expectation

  test('is brought, edited, disputed, swept, and equal in the end', async () => {
    engine = openTestEngine({ profile: profile.name })
    const { satchel, sandbox, later } = engine
    const { id: connection } = await connect(engine)
    const pull = async (): Promise<void> => {
      // Past every lag of a list.
      later(60_000)
      const { connections } = await satchel.request('sync.run', {})
      expect(connections[0]?.error).toBeNull()
    }
    const all = async (object: 'contact' | 'event' | 'lead' | 'company'): Promise<readonly RecordDocument[]> =>
      (await satchel.request('records.documents', { connection, object, limit: 1000 })).rows

    // Brought: every record of every type that this CRM has, in its own ids.
    await pull()
    const contacts = await all('contact')
    const events = await all('event')
    expect([contacts.length, events.length, (await all('lead')).length]).toEqual([30, 12, profile.lacks.includes('lead') ? 0 : 5])
    expect(contacts.every(({ id }) => expected.contactId.test(String(id)))).toBe(true)
    expect(String(events.find(({ type }) => type === 'CALL')?.['id'])).toMatch(expected.eventId)
    const slugs = contacts.flatMap(({ metadata }) => (metadata as readonly RecordDocument[] | undefined) ?? []).map(({ slug }) => slug)
    expect(slugs.some((slug) => expected.slug.test(String(slug)))).toBe(true)

    // Refused in its words, and kept for the rep; put right, it goes.
    const refused = await satchel.request('records.create', { connection, object: 'contact', data: expected.refused.data })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 0, rejected: 1 })
    const [rejected] = await satchel.request('changes.list', { ids: [refused.id] })
    expect(rejected?.error?.message).toMatch(expected.refused.words)
    const [company] = await all('company')
    await satchel.request('records.edit', {
      connection,
      object: 'contact',
      id: refused.recordId,
      set: [
        { path: 'first_name', value: 'Zoë' },
        { path: 'last_name', value: 'Ash' },
        { path: 'name', value: 'Zoë Ash' },
        { path: 'emails', value: [{ email, type: 'WORK' }] },
        { path: 'telephones', value: [{ telephone: phone, type: 'WORK' }] },
        { path: 'company_ids', value: [company?.['id'] as string] },
      ],
    })
    expect(await satchel.request('changes.push', { ids: [refused.id] })).toMatchObject({ pushed: 1, rejected: 0 })
    const made = await satchel.request('records.get', { connection, object: 'contact', id: refused.recordId })
    expect(made.document).toMatchObject({ emails: [{ email: expected.email }], telephones: [{ telephone: expected.phone }] })
    expect(String(made.document['id'])).toMatch(expected.contactId)

    // Edited on both sides in different fields: both stay. A cleared amount goes, whatever way this CRM is written to.
    const [first, second, third] = contacts.map(({ id }) => String(id))
    const edit = (id: string | undefined, path: string, value: string) =>
      satchel.request('records.edit', { connection, object: 'contact', id: id ?? '', set: [{ path, value }] })
    await edit(first, 'title', 'CTO')
    sandbox.controls.edit({ object: 'contact', id: [first ?? ''], patch: { department: 'Board' } })
    const deals = (await satchel.request('records.documents', { connection, object: 'deal', limit: 1000 })).rows
    const dealId = String(deals.find(({ amount }) => typeof amount === 'number')?.['id'])
    await satchel.request('records.edit', { connection, object: 'deal', id: dealId, unset: ['amount'] })
    expect(await satchel.request('changes.push', {})).toMatchObject({ conflicts: 0, rejected: 0, error: null })
    expect(sandbox.controls.find('contact', first ?? '')).toMatchObject({ title: 'CTO', department: 'Board' })
    expect(sandbox.controls.find('deal', dealId)).not.toHaveProperty('amount')

    // Disputed: neither is overwritten until the rep has decided.
    const mine = await edit(second, 'title', 'Mine')
    sandbox.controls.edit({ object: 'contact', id: [second ?? ''], patch: { title: 'Theirs' } })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 0, conflicts: 1 })
    expect(sandbox.controls.find('contact', second ?? '')).toMatchObject({ title: 'Theirs' })
    await satchel.request('changes.resolve', { id: mine?.id as never, take: 'mine' })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1, conflicts: 0 })
    expect(sandbox.controls.find('contact', second ?? '')).toMatchObject({ title: 'Mine' })

    // What it does not let us write is refused before it is typed: its own matrix says so.
    if (profile.readOnly.includes('pipeline')) {
      const creating = satchel.request('records.create', { connection, object: 'pipeline', data: { name: 'Mine' } })
      await expect(creating).rejects.toMatchObject({ failure: { kind: 'not-supported' } })
    }

    // Deleted there, found by a comparison; everything else is the same on both sides.
    sandbox.controls.edit({ object: 'contact', id: [third ?? ''], delete: true })
    sandbox.controls.edit({ object: 'event', id: [String(events[0]?.['id'])], delete: true })
    await pull()
    const swept = await satchel.request('sync.reconcile', {})
    expect(swept.connections[0]?.objects).toMatchObject({ contact: { deleted: 1 }, event: { deleted: 1 } })
    expect(await satchel.request('sync.verify', {})).toEqual({ equal: true, differences: [] })
    expect(await all('contact')).toHaveLength(30)
    expect(await shown(engine, connection)).toMatchObject(expected.learned)
  })
})
