/**
 * A process that dies at any moment loses nothing and does nothing twice.
 *
 * Pinned here: (1) `sync` killed again and again ends with exactly the CRM's records; (2) `push` killed again and again brings
 * every edit to the CRM once, and makes no record twice. The moments come from a seed, which is printed:
 * SATCHEL_TEST_SEED=… plays the same run again.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byId, type Crm, startCrm } from './support/crm'
import { type KillingProxy, type Moment, startKillingProxy } from './support/killing-proxy'
import { openWorkspace, type Workspace } from './support/satchel'
import { type Chance, chanceFrom, freshSeed } from './support/seeded'

const OBJECTS = ['contact', 'company', 'deal', 'event', 'lead', 'pipeline'] as const
const MOMENTS = ['before-the-request', 'before-the-answer', 'after-the-answer'] as const satisfies readonly Moment[]

describe('killed with SIGKILL', { timeout: 240_000 }, () => {
  const seed = freshSeed()
  let crm: Crm
  let wire: KillingProxy
  let satchel: Workspace

  beforeAll(async () => {
    console.log(`moments of death from SATCHEL_TEST_SEED=${seed}`)
    crm = await startCrm({ records: '2000' })
    wire = await startKillingProxy(crm.url)
    satchel = openWorkspace({ CRM_TOKEN: crm.token })
    await satchel.json(['connect', '--url', wire.url, '--connection-id', crm.connectionId, '--token-env', 'CRM_TOKEN', '--name', 'Acme'])
  }, 60_000)
  afterAll(async () => {
    await wire.close()
    await crm.end()
    satchel.remove()
  })

  /** Runs the command until it lives through; returns how often it died. */
  async function killAgainAndAgain(
    args: readonly string[],
    deaths: number,
    chance: Chance,
    requests: number,
    methods: readonly string[] | null,
  ): Promise<number> {
    let killed = 0
    for (let attempt = 1; attempt <= deaths; attempt += 1) {
      const command = satchel.start([...args, '--json'])
      wire.plan({ atRequest: chance.between(1, requests), moment: chance.oneOf(MOMENTS), delayMs: chance.between(0, 30), methods }, () =>
        command.child.kill('SIGKILL'),
      )
      const { code, signal } = await command.ended
      if (signal === 'SIGKILL') killed += 1
      else expect(code, `attempt ${attempt} of seed ${seed}`).toBe(0)
    }
    wire.forgive()
    return killed
  }

  test('sync, started again each time, ends with exactly the CRM’s records', async () => {
    const killed = await killAgainAndAgain(['sync'], 8, chanceFrom(seed), 12, null)
    expect(killed, 'it must have died for this to mean anything').toBeGreaterThan(0)
    await satchel.json(['sync'])
    for (const object of OBJECTS) expect(byId(await satchel.json(['list', object])), `${object}, seed ${seed}`).toEqual(byId(await crm.all(object)))
    expect(await satchel.json(['doctor'])).toMatchObject([{ ok: true }])
  })

  test('push, started again each time, brings each edit once and makes no record twice', async () => {
    const chance = chanceFrom(seed + 1)
    const contacts = (await crm.all('contact')).slice(0, 6)
    for (const { id } of contacts) await satchel.json(['edit', 'contact', id, '--set', `title="Edited ${id}"`])
    const names = Array.from({ length: 4 }, (_, index) => `Newcomer ${seed} ${index}`)
    for (const name of names) await satchel.json(['create', 'contact', '--data', JSON.stringify({ name })])

    const killed = await killAgainAndAgain(['push'], 6, chance, 3, ['PUT', 'POST'])
    expect(killed, 'it must have died for this to mean anything').toBeGreaterThan(0)
    // A create that never arrived goes again only after it was missing twice, a minute apart.
    const rest = async (): Promise<unknown> => {
      await satchel.json(['push'])
      return satchel.json(['changes'])
    }
    await expect.poll(rest, { timeout: 100_000, interval: 5000 }).toEqual([])
    const remote = byId(await crm.all('contact'))
    for (const { id } of contacts) expect(remote[id], `seed ${seed}`).toMatchObject({ title: `Edited ${id}` })
    for (const name of names)
      expect(
        Object.values(remote).filter((record) => record['name'] === name),
        `${name}, seed ${seed}`,
      ).toHaveLength(1)
    await satchel.json(['sync'])
    expect(byId(await satchel.json(['list', 'contact']))).toEqual(remote)
  })
})
