/** A delivery is believed for its signature over the bytes as they came, and for nothing else. */
import { createHmac } from 'node:crypto'
import { assert, constantFrom, dictionary, json, jsonValue, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDelivery } from '../../../../src/main/connectors/unified/webhook-delivery'
import { memberTexts } from '../../../../src/main/connectors/unified/webhook-signature'

const secret = 'whsec-test'
const connection = '65f1a2b3c4d5e6f708192a3b'
const data =
  '[{"id":"501","created_at":"2026-03-01T08:00:00.000Z","updated_at":"2026-03-04T10:15:30.000Z","name":"Zoë Ash","emails":[{"email":"zoe@acme.example","type":"WORK"}],"company_ids":["77"]}]'
const hook = `{"id":"66aa","connection_id":"${connection}","event":"updated","object_type":"crm_contact","webhook_type":"virtual"}`
/** As the reference works it out, by hand and not by our code. */
const vector = {
  sig256: '9f28f08aad82eadcf59e71856624d490afe13abc73c2f61f06cf2460a31efacd',
  base64: 'nyjwiq2C6tz1nnGFZiTUkK/hOrxzwvYfBs8kYKMe+s0=',
  sig: 'ba57073a5da842fb541e76e706fb0668c25a688e',
}
const nonce = '"nonce":"b7f3c2a1"'
const envelope = (...members: readonly string[]): string => `{${members.join(',')},"type":"VIRTUAL","external_xref":"dev-1"}`
const signed = (signature: string, text = data): string => envelope(`"data":${text}`, `"webhook":${hook}`, nonce, signature)
const read = (body: string, { secrets = [secret], allowSha1 = false } = {}) => readDelivery(body, connection, { secrets, allowSha1 })
const seal = (text: string): string => `"sig256":"${createHmac('sha256', secret).update(`${text}b7f3c2a1`).digest('hex')}"`

describe('a signed delivery', () => {
  test('is genuine by the known vector, and names the records to read', () => {
    expect(read(signed(`"sig256":"${vector.sig256}"`))).toEqual({
      kind: 'genuine',
      object: 'contact',
      event: 'updated',
      about: 'news',
      records: [{ remoteId: '501', updatedAt: Date.parse('2026-03-04T10:15:30.000Z') }],
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      signedAt: null,
    })
  })

  test('may spell its digest in base64, and be one of several secrets’ while they change', () => {
    expect(read(signed(`"sig256":"${vector.base64}"`)).kind).toBe('genuine')
    expect(read(signed(`"sig256":"${vector.sig256}"`), { secrets: ['new', secret] }).kind).toBe('genuine')
  })

  test('is signed over the bytes as they stand there: spaces, escapes and 1.0 included', () => {
    const text = '[ {"id" : "5", "name":"Zo\\u00eb \\"]}\\" ", "amount": 1.0, "10": 1, "2": 2} ]'
    expect(read(signed(seal(text), text)).kind).toBe('genuine')
  })

  test('or over their compact form', () => {
    const text = '[ { "id": "5" } ]'
    expect(read(signed(seal('[{"id":"5"}]'), text)).kind).toBe('genuine')
  })

  test('by SHA-1 counts only where that is allowed and there is nothing better', () => {
    const weak = signed(`"sig":"${vector.sig}"`)
    expect(read(weak).kind).toBe('forged')
    expect(read(weak, { allowSha1: true }).kind).toBe('genuine')
    expect(read(signed(`"sig256":"${'0'.repeat(64)}","sig":"${vector.sig}"`), { allowSha1: true }).kind).toBe('forged')
  })

  test('has the same fingerprint for the same signed bytes, however the rest is dressed, and another for others', () => {
    const fingerprint = (body: string): string => {
      const reading = read(body)
      return reading.kind === 'genuine' ? reading.fingerprint : reading.kind
    }
    const once = fingerprint(signed(`"sig256":"${vector.sig256}"`))
    expect(fingerprint(envelope(`"sig256":"${vector.base64}"`, nonce, `"webhook": ${hook}`, `"data": ${data}`))).toBe(once)
    expect(fingerprint(signed(seal('[]'), '[]'))).not.toBe(once)
  })
})

describe('a delivery that is not believed', () => {
  test.each([
    ['without a signature', signed('"x":1')],
    ['with another secret’s', signed(`"sig256":"${createHmac('sha256', 'guess').update(`${data}b7f3c2a1`).digest('hex')}"`)],
    ['with other data', signed(`"sig256":"${vector.sig256}"`, data.replace('501', '502'))],
    ['with another nonce', signed(`"sig256":"${vector.sig256}"`).replace('b7f3c2a1', 'b7f3c2a2')],
    ['with half a signature', signed(`"sig256":"${vector.sig256.slice(0, 32)}"`)],
  ])('%s', (_name, body) => {
    expect(read(body)).toEqual({ kind: 'forged' })
  })

  test('no secret and an empty secret believe nothing', () => {
    const body = signed(`"sig256":"${createHmac('sha256', '').update(`${data}b7f3c2a1`).digest('hex')}"`)
    expect(read(body, { secrets: [] }).kind).toBe('forged')
    expect(read(body, { secrets: [''] }).kind).toBe('forged')
  })

  test('one of another connection is not ours, and what is no delivery says why', () => {
    expect(readDelivery(signed(`"sig256":"${vector.sig256}"`), 'another', { secrets: [secret], allowSha1: false }).kind).toBe('not-ours')
    for (const body of ['', '[]', '{', '{"data":[]}', signed(`"sig256":"${vector.sig256}"`).replace(nonce, '"nonce":7')])
      expect(read(body).kind).toBe('unreadable')
  })

  test('data that stands there twice is refused: two readers would see two deliveries', () => {
    expect(read(envelope(`"data":${data}`, `"d\\u0061ta":[]`, `"webhook":${hook}`, nonce, `"sig256":"${vector.sig256}"`)).kind).toBe('unreadable')
  })
})

test('the text of each member is cut out as it stands there, for any JSON', () => {
  assert(
    property(dictionary(string(), jsonValue()), constantFrom(undefined, 1, '\t'), (value, space) => {
      const texts = memberTexts(JSON.stringify(value, null, space))
      expect(new Map([...(texts ?? [])].map(([name, text]) => [name, JSON.parse(text) as unknown]))).toEqual(
        new Map(Object.entries(JSON.parse(JSON.stringify(value)) as object)),
      )
    }),
  )
})

test('no bytes stop the reader', () => {
  assert(property(oneof(string(), json()), (body) => ['unreadable', 'not-ours'].includes(read(body).kind)))
  expect(read(`{"data":${'['.repeat(200_000)}`).kind).toBe('unreadable')
})
