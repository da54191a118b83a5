/**
 * The promises of `Connector`, as tests that every connector has to pass against a server of its own.
 *
 * The server starts with more than one page of contacts and no other traffic.
 */
import { describe, expect, test } from 'vitest'
import { instant, parseRemoteId, type RemoteId } from '../../../src/shared/model/ids'
import type { Connector, IncomingRecord, ListPage, ListRequest, Outcome } from '../../../src/main/connectors/connector'

export interface Subject {
  /** With a good token, or with a bad one. */
  readonly connect: (token: 'good' | 'bad') => Connector
  /** Strikes the next matching request. */
  readonly nextFault: (
    fault: 'reset-before' | 'reset-after' | 'unreadable-record' | 'html' | '503' | '429=7s' | '422=Name is taken',
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  ) => void
}

const all: ListRequest = { updatedSince: null, sort: 'updated_at', descending: false, offset: 0, limit: 100, fields: null, ownerId: null }

export function connectorConformance(name: string, subject: () => Subject): void {
  const good = (): Connector => subject().connect('good')

  describe(`${name} keeps what a connector promises`, () => {
    test('it says who it is connected to', async () => {
      expect(await good().describe(null)).toMatchObject({
        kind: 'answered',
        value: { provider: expect.any(String), objects: expect.arrayContaining(['contact', 'user']) },
      })
    })

    test('a bad token is told as such, on every path', async () => {
      const bad = subject().connect('bad')
      const outcomes = [await bad.describe(null), await bad.list('contact', all, null), await bad.create('contact', { name: 'x' }, 'k')]
      expect(outcomes.map(({ kind }) => kind)).toEqual(['not-authorized', 'not-authorized', 'not-authorized'])
    })

    test('a list comes in the order asked, by pages that follow on, with the server’s clock', async () => {
      const first = entriesOf(await good().list('contact', all, null))
      const second = entriesOf(await good().list('contact', { ...all, offset: 99 }, null))
      expect(second[0]?.remoteId).toBe(first.at(-1)?.remoteId)
      const stamps = [...first, ...second].map(({ document }) => String(document['updated_at']))
      expect(stamps).toEqual(stamps.toSorted())
      expect(await good().list('contact', { ...all, limit: 1 }, null)).toMatchObject({ value: { serverTime: expect.any(Number) } })
    })

    test('a bound is inclusive', async () => {
      const newest = entriesOf(await good().list('contact', { ...all, descending: true, limit: 1 }, null))[0]
      const since = instant(Date.parse(String(newest?.document['updated_at'])))
      expect(entriesOf(await good().list('contact', { ...all, updatedSince: since }, null)).map(({ remoteId }) => remoteId)).toContain(
        newest?.remoteId,
      )
    })

    test('every object type can be listed, users among them', async () => {
      for (const object of ['company', 'deal', 'event', 'lead', 'pipeline', 'user'] as const) {
        expect(await good().list(object, all, null), object).toMatchObject({ kind: 'answered' })
      }
    })

    test('a record goes through create, replace and delete, and what the model does not know survives', async () => {
      const connector = good()
      const created = recordOf(await connector.create('contact', { name: 'Grace Hopper', emails: [{ email: 'grace@navy.mil' }] }, 'key'))
      const read = recordOf(await connector.fetch('contact', created.remoteId, { raw: false }, null))
      expect(read.document).toMatchObject({ id: created.remoteId, name: 'Grace Hopper' })
      const replaced = recordOf(await connector.replace('contact', created.remoteId, { ...read.document, title: 'Rear admiral' }))
      expect({ ...replaced.document, title: null, updated_at: null }).toEqual({ ...read.document, title: null, updated_at: null })
      expect(await connector.remove('contact', created.remoteId)).toMatchObject({ kind: 'answered', value: null })
      expect(await connector.fetch('contact', created.remoteId, { raw: false }, null)).toMatchObject({ kind: 'gone' })
      expect(await connector.replace('contact', created.remoteId, read.document)).toMatchObject({ kind: 'gone' })
    })

    test('the provider’s payload comes on request, and never in the document', async () => {
      const { remoteId } = (await someone(good())) as { remoteId: RemoteId }
      const read = recordOf(await good().fetch('contact', remoteId, { raw: true }, null))
      expect([read.raw, read.document['raw']]).toEqual([expect.any(Object), undefined])
    })

    test('an unknown record is gone, and a refusal keeps the CRM’s words', async () => {
      expect(await good().fetch('contact', parseRemoteId('no such'), { raw: false }, null)).toMatchObject({ kind: 'gone' })
      subject().nextFault('422=Name is taken', 'POST')
      expect(await good().create('contact', { name: 'x' }, 'k')).toMatchObject({
        kind: 'refused',
        status: 422,
        words: 'Name is taken',
        retryable: false,
      })
    })

    test.each(['reset-before', 'reset-after', '503'] as const)('a create struck by %s may have been done', async (fault) => {
      subject().nextFault(fault, 'POST')
      expect(await good().create('contact', { name: 'x' }, 'k')).toMatchObject({ kind: 'unknown' })
    })

    test('being asked to wait names the time', async () => {
      subject().nextFault('429=7s', 'GET')
      expect(await good().list('contact', all, null)).toMatchObject({ kind: 'wait', retryAfterMs: 7000 })
    })

    test('a list that is no list is no answer', async () => {
      subject().nextFault('html', 'GET')
      expect(await good().list('contact', all, null)).toMatchObject({ kind: 'unknown' })
    })

    test('a record that can’t be read costs nothing but itself', async () => {
      subject().nextFault('unreadable-record', 'GET')
      const outcome = await good().list('contact', all, null)
      const entries = outcome.kind === 'answered' ? outcome.value.entries : []
      expect(entries).toHaveLength(100)
      expect(entries.filter((entry) => 'reason' in entry)).toHaveLength(1)
    })
  })
}

async function someone(connector: Connector): Promise<IncomingRecord | undefined> {
  return entriesOf(await connector.list('contact', { ...all, limit: 1 }, null))[0]
}

function entriesOf(outcome: Outcome<ListPage>): readonly IncomingRecord[] {
  if (outcome.kind !== 'answered') throw new Error(`no answer: ${JSON.stringify(outcome)}`)
  return outcome.value.entries.filter((entry): entry is IncomingRecord => 'document' in entry)
}

function recordOf(outcome: Outcome<IncomingRecord | object | null>): IncomingRecord {
  if (outcome.kind !== 'answered' || outcome.value === null || !('document' in outcome.value))
    throw new Error(`no record: ${JSON.stringify(outcome)}`)
  return outcome.value
}
