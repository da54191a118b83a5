/** How far webhooks are trusted. */
import { describe, expect, test } from 'vitest'
import { hintRetryMs, isPollDue, isTold, isTooOld } from '../../../../src/main/sync/decide/webhook-pace'
import { instant } from '../../../../src/shared/model/ids'
import type { Webhook, WebhookEvent, WebhookState } from '../../../../src/shared/sync/webhook'

const now = instant(Date.UTC(2026, 10, 24, 12))
const minutesAgo = (minutes: number) => instant(now - minutes * 60_000)
const hook = (event: WebhookEvent, state: WebhookState = 'active', intervalMinutes: number | null = null): Webhook => ({
  id: event,
  object: 'contact',
  event,
  kind: null,
  url: '',
  intervalMinutes,
  state,
  checkedAt: null,
})
const both = [hook('created'), hook('updated')]
const told = (webhooks: readonly Webhook[], lastToldAt = minutesAgo(1)) => isTold({ object: 'contact', webhooks, lastToldAt, now })

describe('a type is told of', () => {
  test('when what is new and what changed is subscribed, in good health, and something came lately', () => {
    expect(told(both)).toBe(true)
    expect(isTold({ object: 'deal', webhooks: both, lastToldAt: minutesAgo(1), now })).toBe(false)
    expect(isTold({ object: 'contact', webhooks: both, lastToldAt: null, now })).toBe(false)
  })
  test('not with one of both alone, paused or unhealthy', () => {
    expect(told([hook('updated'), hook('deleted')])).toBe(false)
    expect(told([hook('created'), hook('updated', 'paused')])).toBe(false)
    expect(told([hook('created', 'unhealthy'), hook('updated')])).toBe(false)
  })
  test('not any more after a quarter of an hour without news, or two looks of a slower virtual one', () => {
    expect(told(both, minutesAgo(15))).toBe(true)
    expect(told(both, minutesAgo(16))).toBe(false)
    expect(told([hook('created', 'active', 60), hook('updated', 'active', 60)], minutesAgo(119))).toBe(true)
    expect(told([hook('created', 'active', 60), hook('updated', 'active', 60)], minutesAgo(121))).toBe(false)
  })
})

test('a type that is told of is polled every tenth time, any other always', () => {
  const due = (lastPolledAt: number, isToldOf: boolean) => isPollDue({ now, intervalMs: 60_000, lastPolledAt: instant(lastPolledAt), told: isToldOf })
  expect(due(minutesAgo(9), true)).toBe(false)
  expect(due(minutesAgo(10), true)).toBe(true)
  expect(due(minutesAgo(0), false)).toBe(true)
  // A clock that was set back must not keep a type from being polled.
  expect(due(now + 86_400_000, true)).toBe(true)
  expect(isPollDue({ now, intervalMs: 60_000, lastPolledAt: null, told: true })).toBe(true)
})

test('a signed time that is five minutes off is a replay; where none is signed there is none to be off', () => {
  expect(isTooOld({ signedAt: minutesAgo(5), now })).toBe(false)
  expect(isTooOld({ signedAt: minutesAgo(6), now })).toBe(true)
  expect(isTooOld({ signedAt: minutesAgo(-6), now })).toBe(true)
  expect(isTooOld({ signedAt: null, now })).toBe(false)
})

test('what could not be read is tried again later and later, never later than half an hour', () => {
  expect([0, 1, 2, 20].map(hintRetryMs)).toEqual([10_000, 20_000, 40_000, 1_800_000])
})
