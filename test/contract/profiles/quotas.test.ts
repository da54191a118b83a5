/** A CRM's quota is met, waited out in virtual time, and nothing of a pull is lost to it: whether it says 429 or 403, and when to come again or not. */
import { afterEach, describe, expect, test } from 'vitest'
import { requireProfile } from '../../../src/main/sandbox/profiles/profiles'
import { connect, openTestEngine, type TestEngine } from '../../unit/services/support/open-engine'

let engine: TestEngine
afterEach(() => engine.close())

async function begin(profile: string) {
  engine = openTestEngine({ profile })
  const { satchel, sandbox } = engine
  const { id: connection } = await connect(engine)
  /** What others in the same account use up of it. */
  const useUp = async (requests: number): Promise<void> => {
    const headers = { authorization: `Bearer ${sandbox.token}` }
    for (let count = 0; count < requests; count += 1) await sandbox.fetch(new Request('http://crm.test/unified/nothing', { headers }))
  }
  const refusals = async (): Promise<number> =>
    (await satchel.request('gateway.calls', { connection, onlyErrors: true })).filter(({ status }) => ['429', '403'].includes(status)).length
  const pull = async () => (await satchel.request('sync.run', {})).connections[0]
  const contacts = () => satchel.request('records.count', { connection, object: 'contact' })
  return { ...engine, useUp, refusals, pull, contacts, quota: requireProfile(profile).quota }
}

describe.each(['hubspot', 'insightly', 'zoho'])('%s, whose quota is one of seconds', (profile) => {
  test('is asked again when the time is over, and all comes', async () => {
    const { useUp, refusals, pull, contacts, quota, later } = await begin(profile)
    await useUp(quota.requests)
    expect(await pull()).toMatchObject({ error: null })
    expect(await contacts()).toBe(30)
    later(quota.windowMs)
    expect(await refusals()).toBeGreaterThan(0)
  })
})

test('salesforce, whose quota is one of a day and names no time: the pull ends in words, and goes on the next day', async () => {
  const { useUp, pull, contacts, quota, later, satchel } = await begin('salesforce')
  await useUp(quota.requests)
  expect(await pull()).toMatchObject({ error: { kind: 'asked-to-wait' } })
  expect((await satchel.request('sync.status', {})).connections[0]).toMatchObject({ state: 'waiting' })
  expect(await contacts()).toBe(0)
  later(quota.windowMs)
  expect(await pull()).toMatchObject({ error: null })
  expect(await contacts()).toBe(30)
})
