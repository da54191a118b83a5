/** What a page that does not go on as expected says about the list: an order that moves, colleagues at work, or a cap without a word. */
import { describe, expect, test } from 'vitest'
import { instant } from '../../../../src/shared/model/ids'
import { judgePage, type PageRow, type Position, startPosition, type Verdict } from '../../../../src/main/sync/decide/plan-pull'

const LIMIT = 5
const NOW = 1_000_000
const row = (key: string, updatedAt = NOW): PageRow => ({ key, updatedAt: instant(updatedAt), createdAt: instant(1000) })
const rows = (keys: string, updatedAt?: number): readonly PageRow[] => keys.split('').map((key) => row(key, updatedAt))

/** Where a reader stands that was shown these pages, each from where the one before it led. */
function after(mode: 'walk' | 'scan', pages: readonly (readonly PageRow[])[]): Position {
  return pages.reduce<Position>((position, page) => judgePage(position, page, LIMIT).next, startPosition(mode, null))
}

const findingOf = (verdict: Verdict): string | null => (verdict.kind === 'change-mode' ? verdict.finding : null)

describe.each(['walk', 'scan'] as const)('in a %s', (mode) => {
  test('two that nobody changed, in turned order, prove that ties move', () => {
    expect(findingOf(judgePage(after(mode, [rows('abcde'), rows('efghi')]), rows('ihjkl'), LIMIT))).toBe('unstable-ties')
  })

  test('one behind another that came into its second is read with care, and is no proof', () => {
    const steppedBack = after(mode, [rows('abcde'), rows('efghi'), rows('klmno')])
    expect(findingOf(judgePage(steppedBack, rows('efxgh'), LIMIT))).toBe('order-in-doubt')
  })

  test('what a colleague changed meanwhile may stand elsewhere', () => {
    const position = after(mode, [rows('abcde'), rows('efghi')])
    expect(findingOf(judgePage(position, [row('i'), row('c', NOW + 900), row('j', NOW + 950)], LIMIT))).toBeNull()
  })

  test('stepping back further than once and going on from there is no disorder', () => {
    const moved = after(mode, [rows('abcde'), rows('efghi'), rows('klmno'), rows('klmno')])
    expect(moved.offset).toBe(0)
    const again = judgePage(moved, rows('abcde'), LIMIT)
    expect(findingOf(judgePage(again.next, rows('defgh'), LIMIT))).toBeNull()
  })
})

describe('nothing comes from an offset', () => {
  const behind: readonly PageRow[] = []
  const list = rows('abcdefghijklmnopqrst')

  /** The list is as long as ever, and shows nothing from offset 8 on. */
  function scan(isShown: (offset: number, request: number) => boolean): readonly (string | null)[] {
    let position = startPosition('scan', null)
    const findings: (string | null)[] = []
    for (let request = 1; request <= 40; request += 1) {
      const { offset } = position
      const verdict = judgePage(position, isShown(offset, request) ? list.slice(offset, offset + LIMIT) : behind, LIMIT)
      if (verdict.kind === 'accept' && verdict.done) return findings
      if (verdict.kind === 'change-mode') return [...findings, verdict.finding]
      position = verdict.next
    }
    return expect.unreachable('it never ends')
  }

  test('again and again, though a page from before it reaches further: a cap without a word', () => {
    expect(scan((offset) => offset <= 8)).toEqual(['silent-cap'])
  })

  test('once: the list was short for a moment', () => {
    expect(scan((_offset, request) => request !== 3)).toEqual([])
  })
})
