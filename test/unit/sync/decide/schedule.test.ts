/** When a connection is looked at next, what holds it back, and when the computer must have slept. */
import { describe, expect, test } from 'vitest'
import { hasSlept, holdReasons, nextLookInMs } from '../../../../src/main/sync/decide/schedule'
import { instant } from '../../../../src/shared/model/ids'

const now = instant(Date.UTC(2026, 10, 24, 8))
const quiet = { now, intervalMs: 60_000, onBattery: false, failures: 0, failure: null, chance: 0.5 }
const offline = { kind: 'unreachable', host: 'crm', detail: 'no route', retryAt: null } as const

describe('nextLookInMs', () => {
  test('is the interval, give or take a tenth, and four of them on battery', () => {
    expect([0, 0.5, 0.999].map((chance) => nextLookInMs({ ...quiet, chance }))).toEqual([54_000, 60_000, 65_988])
    expect(nextLookInMs({ ...quiet, onBattery: true })).toBe(240_000)
  })
  test('waits as long as the CRM asked, however short the interval', () => {
    const failure = { kind: 'asked-to-wait', host: 'crm', until: instant(now + 3_600_000) } as const
    expect(nextLookInMs({ ...quiet, failures: 1, failure })).toBe(3_600_000)
  })
  test('out of reach: soon at first, then later and later, never rarer than the interval', () => {
    const waits = [1, 3, 5, 20].map((failures) => nextLookInMs({ ...quiet, intervalMs: 600_000, failures, failure: offline, chance: 0.999 }))
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits)
    expect([(waits[0] ?? 0) < 8000, nextLookInMs({ ...quiet, failures: 20, failure: offline, chance: 0.999 })]).toEqual([true, 60_000])
  })
})

describe('hasSlept', () => {
  test('a timer that is far too late means sleep, one that is somewhat late does not', () => {
    expect([hasSlept({ expectedMs: 60_000, tookMs: 90_000 }), hasSlept({ expectedMs: 60_000, tookMs: 120_000 })]).toEqual([false, true])
  })
})

describe('holdReasons', () => {
  test('names everything at once', () => {
    expect(holdReasons({ state: 'waiting', pausedByUser: true, onBattery: true })).toEqual(['user', 'quota', 'battery'])
    expect(holdReasons({ state: 'offline', pausedByUser: false, onBattery: false })).toEqual(['offline'])
    expect(holdReasons({ state: 'sign-in', pausedByUser: false, onBattery: false })).toEqual(['sign-in'])
    expect(holdReasons({ state: 'connected', pausedByUser: false, onBattery: false })).toEqual([])
  })
})
