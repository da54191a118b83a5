/** From what is known of a CRM to the way in which it is read. */
import { describe, expect, test } from 'vitest'
import { instant } from '../../../../src/shared/model/ids'
import type { Capability, CapabilityName } from '../../../../src/shared/sync/capability'
import { type PullMode, startPosition } from '../../../../src/main/sync/decide/plan-pull'
import { questionsFor } from '../../../../src/main/sync/decide/plan-probes'
import { beginAt, isWorthNoting, type Known, relevant } from '../../../../src/main/sync/decide/use-capabilities'

const DAY = 86_400_000
const now = instant(Date.UTC(2026, 10, 24))

function knowing(points: Partial<Record<CapabilityName, boolean | number>>, daysAgo = 0): Known {
  const entries = Object.entries(points) as [CapabilityName, boolean | number][]
  return new Map(
    entries.map(([name, value]): [CapabilityName, Capability] => [name, { name, value, evidence: 'seen', at: instant(now - daysAgo * DAY) }]),
  )
}

describe('where a reader begins', () => {
  const begins = (mode: PullMode, known: Known, bound: number | null = null): PullMode =>
    beginAt(startPosition(mode, bound === null ? null : instant(bound)), known).mode

  test.each([
    ['walk', {}, 'walk'],
    ['scan', {}, 'scan'],
    ['walk', { 'sort-updated-at': false }, 'scan'],
    ['walk', { 'accepts-sort': false }, 'scan'],
    ['walk', { 'updated-gte': false }, 'scan'],
    ['walk', { 'updated-gte-precision': 60_000 }, 'scan'],
    ['walk', { 'updated-gte-precision': 1000 }, 'walk'],
    ['walk', { 'stable-ties-updated-at': false }, 'scan'],
    ['walk', { 'stable-ties-updated-at': false, 'stable-ties-created-at': false }, 'passes'],
    ['scan', { 'stable-ties-created-at': false }, 'walk'],
    ['scan', { 'stable-ties-created-at': false, 'sort-updated-at': false }, 'passes'],
    ['scan', { 'offset-cap': 10_000 }, 'walk'],
    ['scan', { 'offset-cap': false }, 'scan'],
    ['scan', { 'offset-cap': 10_000, 'sort-updated-at': false }, 'scan'],
  ] as const)('wanting a %s, with %o known, it begins with a %s', (wanted, points, mode) => {
    expect(begins(wanted, knowing(points))).toBe(mode)
  })

  test('a poll keeps its fixed bound where offsets are capped: what changed is little', () => {
    expect(begins('scan', knowing({ 'offset-cap': 300 }), now)).toBe('scan')
  })

  test('what was begun is gone on with as it was', () => {
    const underWay = { ...startPosition('walk', null), offset: 99 }
    expect(beginAt(underWay, knowing({ 'sort-updated-at': false }))).toBe(underWay)
  })

  test('a finding that is a week old is not relied on', () => {
    expect(begins('walk', relevant(knowing({ 'sort-updated-at': false }, 6), now))).toBe('scan')
    expect(begins('walk', relevant(knowing({ 'sort-updated-at': false }, 7), now))).toBe('walk')
  })
})

describe('whether a finding is worth a row', () => {
  const worth = (before: Known, name: CapabilityName, value: boolean | number): boolean =>
    isWorthNoting(before.get(name), { name, value, evidence: 'seen' }, now)

  test('what is known already is not written again, until it would grow too old', () => {
    expect(worth(knowing({ 'updated-gte': true }), 'updated-gte', true)).toBe(false)
    expect(worth(knowing({ 'updated-gte': true }, 6), 'updated-gte', true)).toBe(true)
  })

  test('a page that does well does not undo one that did not', () => {
    expect(worth(knowing({ 'sort-updated-at': true }), 'sort-updated-at', false)).toBe(true)
    expect(worth(knowing({ 'sort-updated-at': false }), 'sort-updated-at', true)).toBe(false)
    expect(worth(knowing({ 'sort-updated-at': false }, 6), 'sort-updated-at', true)).toBe(true)
  })

  test('what was seen often undoes it', () => {
    const moved = knowing({ 'stable-ties-updated-at': false })
    const finding = { name: 'stable-ties-updated-at', value: true, evidence: 'ten times' } as const
    expect(isWorthNoting(moved.get(finding.name), finding, now)).toBe(false)
    expect(isWorthNoting(moved.get(finding.name), { ...finding, overturns: true }, now)).toBe(true)
  })

  test('the largest lag, the finest stamp and the largest page stand', () => {
    expect(worth(knowing({ 'list-lag': 40_000 }), 'list-lag', 0)).toBe(false)
    expect(worth(knowing({ 'list-lag': 0 }), 'list-lag', 40_000)).toBe(true)
    expect(worth(knowing({ 'stamp-precision': 1000 }), 'stamp-precision', 1)).toBe(true)
    expect(worth(knowing({ 'stamp-precision': 1 }), 'stamp-precision', 1000)).toBe(false)
  })
})

describe('what a probe asks', () => {
  const input = { known: knowing({}), count: 5000, bound: now, exact: now }

  test('all, where nothing is known; nothing, where all is', () => {
    expect(questionsFor(input)).toHaveLength(8)
    const known = knowing({
      'sort-updated-at': true,
      'sort-created-at': true,
      'stable-ties-updated-at': true,
      'stable-ties-created-at': true,
      'updated-gte': true,
      'updated-gte-precision': 1000,
      'updated-gte-inclusive': true,
      fields: true,
      'offset-cap': false,
    })
    expect(questionsFor({ ...input, known })).toEqual([])
  })

  test('nothing with a parameter that the CRM refuses, and no deep offset in a short list', () => {
    const known = knowing({ 'accepts-sort': false, 'accepts-updated-gte': false, 'accepts-fields': false })
    expect(questionsFor({ ...input, known, count: 40 })).toEqual([])
  })
})
