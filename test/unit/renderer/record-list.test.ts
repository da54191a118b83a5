/**
 * The list over a CRM that is an array. What it pins: rows come by page and once each; news replaces them at rest and moves
 * nothing under a hand; what fails can be tried again.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RecordList } from '../../../src/renderer/data/record-list'
import { parseConnectionId, parseRecordId } from '../../../src/shared/model/ids'
import type { ListRow } from '../../../src/shared/model/views'

const row = (id: string, title = ''): ListRow => ({ id: parseRecordId(id), remoteId: null, name: id, mark: null, unpushed: [], values: { title } })
const ids = (list: RecordList) => list.getState().rows.map(({ id }) => id as string)

function setup(count: number) {
  const world = {
    rows: Array.from({ length: count }, (_, index) => row(`r${String(index).padStart(5, '0')}`)),
    /** No longer in this view. */
    gone: [] as ListRow[],
    reads: [] as { after: string | null; limit: number }[],
    broken: false,
  }
  const list = new RecordList(
    async ({ after = null, limit = 100, where = [], filter = null }) => {
      world.reads.push({ after, limit })
      if (world.broken) throw new Error('no mirror')
      const [one] = where
      // Asked for by name: without the filter it is found among those that went as well.
      if (one) return { rows: [...world.rows, ...(filter === null ? world.gone : [])].filter(({ id }) => id === one.value), next: null }
      const start = after === null ? 0 : world.rows.findIndex(({ id }) => id === after) + 1
      const page = world.rows.slice(start, start + limit)
      return { rows: page, next: start + limit < world.rows.length ? (page.at(-1)?.id ?? null) : null }
    },
    { connection: parseConnectionId('c1'), object: 'contact', search: '', sort: null, filter: { field: 'title', op: 'empty', value: null } },
  )
  return { world, list }
}

/** Lets the reads settle, and the pause in which news are gathered. */
const settle = () => vi.advanceTimersByTimeAsync(1000)

describe('RecordList', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  test('reads nothing before it is shown, then one page, then more as it is scrolled', async () => {
    const { world, list } = setup(1000)
    await settle()
    expect(world.reads).toEqual([])
    list.subscribe(() => undefined)
    await settle()
    expect([list.getState().rows.length, list.getState().complete]).toEqual([100, false])
    list.show(80, 120)
    await settle()
    expect(list.getState().rows.length).toBe(220)
    expect(new Set(ids(list)).size).toBe(220)
  })

  test('the end of a long list is reached in large pages, in order and without twins', async () => {
    const { world, list } = setup(5000)
    list.subscribe(() => undefined)
    await settle()
    list.show(4990, 5000)
    await settle()
    expect(ids(list)).toEqual(world.rows.map(({ id }) => id))
    expect([list.getState().complete, world.reads.length <= 7]).toEqual([true, true])
  })

  test('a list of a million is scrolled in steps, so that End never waits for all of it', async () => {
    const { list } = setup(60_000)
    list.subscribe(() => undefined)
    await settle()
    expect(list.reachable(1_000_000)).toBe(50_000)
    list.show(49_990, 50_000)
    await settle()
    expect([list.getState().rows.length >= 50_000, list.reachable(60_000)]).toEqual([true, 60_000])
    list.show(59_990, 60_000)
    await settle()
    expect([list.getState().complete, list.reachable(1_000_000)]).toEqual([true, 60_000])
  })

  test('at rest, news replaces the rows: new ones stand where they belong, gone ones are gone', async () => {
    const { world, list } = setup(50)
    list.subscribe(() => undefined)
    await settle()
    world.rows = [row('a-new'), ...world.rows.slice(1)]
    list.recordsChanged(null)
    await settle()
    expect(ids(list)).toEqual(world.rows.map(({ id }) => id))
  })

  test('under a hand nothing moves: values change in place, and what would come is counted', async () => {
    const { world, list } = setup(50)
    list.subscribe(() => undefined)
    await settle()
    const before = ids(list)
    list.setHandOn(true)
    world.rows = [row('a-new'), ...world.rows.map((each, index) => (index === 3 ? row(each.id, 'CEO') : each))]
    list.recordsChanged(null)
    await vi.advanceTimersByTimeAsync(500)
    expect(ids(list)).toEqual(before)
    expect(list.getState().rows[3]?.values).toEqual({ title: 'CEO' })
    expect([list.getState().arrived, [...list.getState().changed]]).toEqual([1, ['r00003']])
    await settle()
    expect(list.getState().changed.size).toBe(0)
    await list.showArrived()
    expect([ids(list)[0], list.getState().arrived]).toEqual(['a-new', 0])
  })

  test('under a hand a row that stops matching stays with its new values, told as leaving, and goes when the hand leaves', async () => {
    const { world, list } = setup(50)
    list.subscribe(() => undefined)
    await settle()
    const before = ids(list)
    list.setHandOn(true)
    const [third] = world.rows.splice(3, 1)
    if (!third) throw new Error('there are fifty')
    world.gone.push(row(third.id, 'CEO'))
    list.recordsChanged([third.id])
    await settle()
    expect(ids(list)).toEqual(before)
    expect([list.getState().rows[3]?.values, [...list.getState().leaving]]).toEqual([{ title: 'CEO' }, [third.id]])
    list.setHandOn(false)
    await settle()
    expect(ids(list)).toEqual(before.filter((id) => id !== third.id))
    expect(list.getState().leaving.size).toBe(0)
  })

  test('what gathered under the hand comes in when the hand leaves', async () => {
    const { world, list } = setup(5)
    list.subscribe(() => undefined)
    await settle()
    list.setHandOn(true)
    world.rows = [row('a-new'), ...world.rows]
    list.recordsChanged(null)
    await settle()
    list.setHandOn(false)
    await settle()
    expect(ids(list)[0]).toBe('a-new')
  })

  test('a row that says what it said stays the same object, so it is not painted again', async () => {
    const { world, list } = setup(5)
    list.subscribe(() => undefined)
    await settle()
    const first = list.getState().rows[0]
    world.rows = world.rows.map((each) => structuredClone(each))
    list.recordsChanged(null)
    await settle()
    expect(list.getState().rows[0]).toBe(first)
  })

  test('a thousand news in a second are a few reads, not a thousand', async () => {
    const { world, list } = setup(50)
    list.subscribe(() => undefined)
    await settle()
    const before = world.reads.length
    for (let times = 0; times < 1000; times++) {
      list.recordsChanged(null)
      await vi.advanceTimersByTimeAsync(1)
    }
    await settle()
    expect(world.reads.length - before).toBeLessThanOrEqual(5)
  })

  test('a list that is not shown reads nothing, and is up to date when it is shown again', async () => {
    const { world, list } = setup(5)
    const leave = list.subscribe(() => undefined)
    await settle()
    leave()
    const before = world.reads.length
    world.rows = [row('a-new'), ...world.rows]
    list.recordsChanged(null)
    await settle()
    expect(world.reads.length).toBe(before)
    list.subscribe(() => undefined)
    await settle()
    expect(ids(list)[0]).toBe('a-new')
  })

  test('a list that was empty fills as the first records come, hand or not', async () => {
    const { world, list } = setup(0)
    list.subscribe(() => undefined)
    await settle()
    expect(list.getState()).toMatchObject({ kind: 'ready', complete: true, rows: [] })
    list.setHandOn(true)
    world.rows = [row('first')]
    list.recordsChanged(null)
    await settle()
    expect(ids(list)).toEqual(['first'])
  })

  test('a failure is told and keeps the rows; trying again goes on where it stopped', async () => {
    const { world, list } = setup(500)
    list.subscribe(() => undefined)
    await settle()
    world.broken = true
    list.show(150, 200)
    await settle()
    expect([list.getState().kind, list.getState().rows.length]).toEqual(['failed', 100])
    world.broken = false
    list.retry()
    await settle()
    expect([list.getState().kind, list.getState().rows.length]).toEqual(['ready', 300])
  })
})
