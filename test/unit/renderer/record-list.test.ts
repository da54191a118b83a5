/**
 * The list over a CRM that is an array. What it pins: rows come by page and once each; news replaces them at rest and moves
 * nothing under a hand; what fails can be tried again.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { rowAt } from '../../../src/renderer/data/list-state'
import { RecordList } from '../../../src/renderer/data/record-list'
import { parseConnectionId, parseRecordId } from '../../../src/shared/model/ids'
import { MARK_EVERY } from '../../../src/shared/model/list-marks'
import type { ListRow } from '../../../src/shared/model/views'

const row = (id: string, title = ''): ListRow => ({ id: parseRecordId(id), remoteId: null, name: id, mark: null, unpushed: [], values: { title } })
const ids = (list: RecordList) => list.getState().rows.map(({ id }) => id as string)

function setup(count: number, { narrowed = true } = {}) {
  const world = {
    rows: Array.from({ length: count }, (_, index) => row(`r${String(index).padStart(5, '0')}`)),
    /** No longer in this view. */
    gone: [] as ListRow[],
    reads: [] as { after: string | null; limit: number }[],
    marked: [] as number[],
    broken: false,
  }
  const page = (after: string | null, limit: number) => {
    const start = after === null ? 0 : world.rows.findIndex(({ id }) => id === after) + 1
    const rows = world.rows.slice(start, start + limit)
    return { rows, next: start + limit < world.rows.length ? (rows.at(-1)?.id ?? null) : null }
  }
  const list = new RecordList(
    {
      async page({ after = null, limit = 100, where = [], filter = null }) {
        world.reads.push({ after, limit })
        if (world.broken) throw new Error('no mirror')
        const [one] = where
        // Asked for by name: without the filter it is found among those that went as well.
        if (one) return { rows: [...world.rows, ...(filter === null ? world.gone : [])].filter(({ id }) => id === one.value), next: null }
        return page(after, limit)
      },
      async ids({ after = null, limit = 100 }) {
        const { rows, next } = page(after, limit)
        return { rows: rows.map(({ id }) => id), next }
      },
      async marks({ after = null, index = 0 }) {
        world.marked.push(index)
        const { rows, next } = page(after, 10_000)
        const marks = rows.flatMap(({ id, name }, at) => {
          const before = index + at + 1
          return before % MARK_EVERY === 0 ? [{ index: before, after: id, key: name }] : []
        })
        return { marks, count: index + rows.length, next }
      },
      async seek({ text }) {
        const last = world.rows.findLast(({ name }) => (name ?? '') < text)
        return { after: last?.id ?? '', key: text, descending: false }
      },
    },
    {
      connection: parseConnectionId('c1'),
      object: 'contact',
      search: '',
      sort: null,
      filter: narrowed ? { field: 'title', op: 'empty', value: null } : null,
    },
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

  test('a row that was jumped to is read with its neighbours, not with all that stand before it', async () => {
    const { world, list } = setup(60_000)
    list.subscribe(() => undefined)
    await settle()
    world.reads.length = 0
    list.show(59_960, 60_000)
    await settle()
    expect([rowAt(list.getState(), 59_999)?.id, rowAt(list.getState(), 59_960)?.id]).toEqual(['r59999', 'r59960'])
    expect([list.getState().complete, world.reads.length, list.getState().rows.length < 1000]).toEqual([true, 1, true])
    list.show(29_990, 30_020)
    await settle()
    expect([rowAt(list.getState(), 30_000)?.id, list.getState().complete]).toEqual(['r30000', false])
    list.show(0, 30)
    await settle()
    expect([rowAt(list.getState(), 0)?.id, list.getState().offset]).toEqual(['r00000', 0])
    expect(world.reads.length).toBeLessThanOrEqual(4)
  })

  test('scrolled up from where one jumped to, the rows above join what is there, in order and once each', async () => {
    const { world, list } = setup(20_000)
    list.subscribe(() => undefined)
    await settle()
    list.show(10_000, 10_030)
    await settle()
    const before = list.getState().offset
    for (let top = 10_000; top > 9000; top -= 100) {
      list.show(top, top + 30)
      await settle()
    }
    const { offset, rows } = list.getState()
    expect(offset).toBeLessThan(before - 500)
    expect(rows.map(({ id }) => id)).toEqual(world.rows.slice(offset, offset + rows.length).map(({ id }) => id))
  })

  test('rows that came above the window meanwhile leave no gap when one scrolls up into them', async () => {
    const { world, list } = setup(5000)
    list.subscribe(() => undefined)
    await settle()
    list.show(2000, 2030)
    await settle()
    const { offset } = list.getState()
    world.rows.splice(offset - 20, 0, row('r-came'))
    list.show(offset - 100, offset - 70)
    await settle()
    const { rows, offset: now } = list.getState()
    const at = world.rows.findIndex(({ id }) => id === rows[0]?.id)
    expect(now).toBeLessThan(offset)
    expect(rows.map(({ id }) => id)).toEqual(world.rows.slice(at, at + rows.length).map(({ id }) => id))
  })

  test('a list that nothing narrows knows its marks before one jumps; a narrowed one is walked only then', async () => {
    const plain = setup(60_000, { narrowed: false })
    const narrowed = setup(60_000)
    for (const { list } of [plain, narrowed]) {
      list.subscribe(() => undefined)
      await settle()
    }
    expect([plain.list.reachable(60_000), narrowed.list.reachable(60_000)]).toEqual([60_000, 50_000])
    expect([plain.world.marked.length, narrowed.world.marked]).toEqual([6, []])
    narrowed.list.show(49_960, 50_000)
    await settle()
    expect(narrowed.world.marked).toEqual([0, 10_000, 20_000, 30_000, 40_000])
  })

  test('what is typed is found wherever it stands', async () => {
    const { list } = setup(60_000)
    list.subscribe(() => undefined)
    await settle()
    expect([await list.find('r4321'), await list.find('a'), await list.find('s')]).toEqual([43_210, 0, null])
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
