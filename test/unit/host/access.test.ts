/** The secret of the launch address, against a clock of our own. */
import { describe, expect, test } from 'vitest'
import { createAccess } from '../../../src/main/host/access'

describe('createAccess', () => {
  test.each([
    ['opened', 30_000],
    ['printed', 600_000],
  ] as const)('a secret that was %s is good until its time and not after', (launch, goodForMs) => {
    let now = 0
    const access = createAccess(() => now)
    const early = access.newSecret(launch)
    now = goodForMs
    expect(access.trade(early)).not.toBeNull()
    const late = access.newSecret(launch)
    now += goodForMs + 1
    expect(access.trade(late)).toBeNull()
  })

  test('a token opens, its secret does not', () => {
    const access = createAccess(() => 0)
    const secret = access.newSecret('printed')
    const token = access.trade(secret) ?? ''
    expect([access.isToken(token), access.isToken(secret), access.isToken('')]).toEqual([true, false, false])
  })

  test('the sixty-first try within a minute is refused, and the next minute is a new one', () => {
    let now = 0
    const access = createAccess(() => now)
    expect(Array.from({ length: 61 }, () => access.mayTry()).lastIndexOf(true)).toBe(59)
    now = 60_001
    expect(access.mayTry()).toBe(true)
  })
})
