/**
 * The rows of one list, read page by page as they come into view, and refreshed without moving under the hand.
 *
 *   ┄┄ not read ┄┄├──── rows, in order ────┤┄┄ not read yet ┄┄┤ total (null: not counted)
 *                 offset
 *
 * What is loaded is one window. Rows next to it are read and join it; a jump far away begins a new one at the mark before the row
 * (`list-marks.ts`), so that End in a million rows costs what the first page costs.
 *
 * News of records: while the list is at rest the loaded part is read again and replaced as a whole. While a hand is on it
 * (focus, pointer, selection, an editor), values change in place, and rows that would come are only counted: `arrived`.
 */
import type { InputOf, SatchelOperations } from '../../shared/contract/operations'
import type { RecordId } from '../../shared/model/ids'
import type { ListRow, Page } from '../../shared/model/views'
import { ListMarks, type ListStart } from './list-marks'
import type { ListLeft, ListQuery, ListState, ReadList } from './list-state'

const FIRST_PAGE = 100
/** The contract's limit. */
const LARGEST_PAGE = 1000
/** Up to here the loaded part is read again as a whole; beyond it only what is seen is. */
const WHOLE_REFRESH = 3000
/** The scroll track of a longer list grows in steps of this many rows, as marks of it come. */
const STEP = 50_000
/** A jump shows some rows above its own. */
const LEAD = 30
/** Rows may have come between a mark and the window above which they are read. */
const SLACK = 50
/** A hand on the list edits a few records, not hundreds. */
const MOST_ASKED_FOR = 20
/** News of this long are taken together: a download tells of them all the time. */
const NEWS_TOGETHER_MS = 400
/** A little longer than the tint of what arrived (`--t-arrive`). */
const TINT_MS = 700

export class RecordList {
  readonly query: ListQuery
  private readonly read: ReadList
  private readonly marks: ListMarks
  private state: ListState = {
    rows: [],
    offset: 0,
    complete: false,
    kind: 'first-read',
    error: null,
    arrived: 0,
    leaving: new Set(),
    changed: new Set(),
  }
  private known = new Set<RecordId>()
  private next: string | null = null
  /** For each page as it was read: the cursor before it and where it begins. */
  private pages: { readonly after: string | null; readonly start: number; readonly size: number }[] = []
  private reach = FIRST_PAGE
  private seen = { start: 0, end: 0 }
  private reading = false
  private news = false
  /** Of which records there is news; what is no longer on its page is asked for by name. */
  private readonly newsOf = new Set<RecordId>()
  private newsTimer: ReturnType<typeof setTimeout> | null = null
  private tintTimer: ReturnType<typeof setTimeout> | null = null
  private handOn = false
  private readonly listeners = new Set<() => void>()
  /** Where the rep left it: the next time the list is opened, it is there. */
  private place: ListLeft = { scrollTop: 0, activeId: null, count: null }

  constructor(read: ReadList, query: ListQuery) {
    this.read = read
    this.query = query
    this.marks = new ListMarks((from) => {
      const { connection, object, search, filter = null, me = null } = query
      return read.marks({ connection, object, search, filter, me, sort: this.order(), ...from })
    })
  }

  getState = (): ListState => this.state

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    if (this.news) this.scheduleNews()
    if (this.pages.length === 0) void this.work()
    return () => this.listeners.delete(listener)
  }

  getPlace(): ListLeft {
    return this.place
  }

  remember(place: Partial<ListLeft>): void {
    this.place = { ...this.place, ...place }
  }

  isShown(): boolean {
    return this.listeners.size > 0
  }

  /** How many of `count` rows can be scrolled to now: all, as soon as there are marks of them. */
  reachable(count: number): number {
    const { rows, offset, complete } = this.state
    const end = offset + rows.length
    if (complete) return end
    const known = Math.max(end, this.marks.reach)
    return this.marks.isWhole ? known : Math.min(count, (Math.floor(known / STEP) + 1) * STEP)
  }

  /** The view shows the rows from `start` to `end`; what of them is missing is read. */
  show(start: number, end: number): void {
    this.seen = { start, end }
    this.reach = Math.max(FIRST_PAGE, end + FIRST_PAGE)
    // What failed is told with a way to try again; trying by itself on every paint would be a storm.
    if (this.state.kind !== 'failed' && this.missing() !== null) void this.work()
  }

  /** Where the first row stands that is not before what is typed, by the first sort; null where there is none. */
  async find(text: string): Promise<number | null> {
    const { connection, object, search, filter = null, me = null } = this.query
    const sort = this.order()
    const place = await this.read.seek({ object, sort, text })
    const found = place === null ? undefined : await this.firstBehind(place.after)
    if (place === null || found === undefined) return null
    let { index, after }: { index: number; after: string | null } = await this.marks.beforeKey(place)
    do {
      const page: Page<RecordId> = await this.read.ids({ connection, object, search, filter, me, sort, after, limit: LARGEST_PAGE })
      const at = page.rows.indexOf(found.id)
      if (at >= 0) return index + at
      index += page.rows.length
      after = page.next
    } while (after !== null)
    return null
  }

  /** Focus, pointer, selection or an editor is on the list, or has left it. */
  setHandOn(handOn: boolean): void {
    if (this.handOn === handOn) return
    this.handOn = handOn
    if (!handOn && (this.state.arrived > 0 || this.state.leaving.size > 0)) this.recordsChanged(null)
  }

  recordsChanged(ids: readonly RecordId[] | null): void {
    this.news = true
    for (const id of ids ?? []) if (this.known.has(id) && this.newsOf.size < MOST_ASKED_FOR) this.newsOf.add(id)
    if (this.isShown()) this.scheduleNews()
  }

  /** Shows what arrived, whatever is under the hand: the rep asked for it. */
  showArrived(): Promise<void> {
    return this.refresh(true)
  }

  retry(): void {
    this.update({ kind: this.pages.length === 0 ? 'first-read' : 'ready', error: null })
    void this.work()
  }

  private scheduleNews(): void {
    this.newsTimer ??= setTimeout(() => {
      this.newsTimer = null
      void this.work()
    }, NEWS_TOGETHER_MS)
  }

  /** One reader at a time: first the rows that are missing, then the news. */
  private async work(): Promise<void> {
    if (this.reading) return
    this.reading = true
    try {
      while (await this.doNext());
    } catch (error) {
      this.update({ kind: 'failed', error })
    } finally {
      this.reading = false
    }
    if (this.news && this.isShown()) this.scheduleNews()
  }

  /** The most urgent first; false when there is nothing to do. */
  private async doNext(): Promise<boolean> {
    const missing = this.missing()
    if (missing !== null) await this.readMissingRows(missing)
    else if (this.news && this.newsTimer === null) {
      this.news = false
      await this.refresh(!this.handOn)
    } else if (this.wantsMarks()) {
      await this.marks.reachRow(this.marks.reach)
      this.update({})
    } else return false
    return true
  }

  /** Where rows that are asked for stand: far from the window, above it or below. */
  private missing(): 'far' | 'above' | 'below' | null {
    const { rows, offset, complete } = this.state
    const end = offset + rows.length
    const { start } = this.seen
    if (this.pages.length === 0) return 'below'
    if (start < offset) return this.seen.end < offset - LARGEST_PAGE ? 'far' : 'above'
    if (complete || end >= this.reach) return null
    return start > end + LARGEST_PAGE ? 'far' : 'below'
  }

  private async readMissingRows(where: 'far' | 'above' | 'below'): Promise<void> {
    if (where === 'below') return this.readOn()
    const { start } = this.seen
    await this.marks.reachRow(start)
    const { rows, offset } = this.state
    const mark = this.marks.before(Math.max(0, start - LEAD))
    // No mark is nearer than what is loaded: many rows share a place in the order.
    if (mark.index >= offset && mark.index <= offset + rows.length) return this.readOn()
    if (where === 'above' && offset - mark.index <= LARGEST_PAGE - SLACK) return this.readUp(mark)
    return this.jump(mark)
  }

  private async readOn(): Promise<void> {
    const start = this.state.offset + this.state.rows.length
    const limit = Math.min(LARGEST_PAGE, Math.max(FIRST_PAGE, this.reach - start))
    const after = this.next
    const page = await this.page(after, limit)
    this.next = page.next
    this.pages.push({ after, start, size: page.rows.length })
    this.update({ rows: [...this.state.rows, ...this.unknownOf(page.rows)], complete: page.next === null, kind: 'ready', error: null })
  }

  /** The window begins anew at a mark. */
  private async jump(mark: ListStart): Promise<void> {
    const { after } = mark
    const limit = Math.min(LARGEST_PAGE, Math.max(FIRST_PAGE, this.reach - mark.index))
    const page = await this.page(after, limit)
    this.next = page.next
    this.pages = [{ after, start: mark.index, size: page.rows.length }]
    this.known = new Set()
    this.update({ rows: this.unknownOf(page.rows), offset: mark.index, complete: page.next === null, kind: 'ready', error: null })
  }

  /** The rows from a mark to the window join it; where they don't meet any more, the window begins anew. */
  private async readUp(mark: ListStart): Promise<void> {
    const { after } = mark
    const { rows, offset } = this.state
    const page = await this.page(after, offset - mark.index + SLACK)
    const meets = page.rows.findIndex(({ id }) => id === rows[0]?.id)
    if (meets < 0) return this.jump(mark)
    this.pages = [{ after, start: mark.index, size: meets }, ...this.pages]
    const above = this.unknownOf(page.rows.slice(0, meets))
    this.update({ rows: [...above, ...rows], offset: mark.index })
  }

  /** Ahead of a jump, where they cost next to nothing; a narrowed list is walked for them only when one jumps. */
  private wantsMarks(): boolean {
    const { search, filter, sort } = this.query
    const plain = search === '' && (filter ?? null) === null && (sort === null || 'field' in sort || sort.length === 1)
    return plain && this.isShown() && !this.state.complete && !this.marks.isComplete
  }

  private order(): InputOf<SatchelOperations['records.list']>['sort'] {
    const { sort } = this.query
    return sort === null || 'field' in sort ? sort : [...sort]
  }

  private page(after: string | null, limit: number): Promise<Page<ListRow>> {
    const { sort: _, fields, ...query } = this.query
    return this.read.page({ ...query, sort: this.order(), ...(fields ? { fields: [...fields] } : {}), after, limit })
  }

  /** The first row behind a cursor; a narrowed list may look long for it. */
  private async firstBehind(cursor: string): Promise<ListRow | undefined> {
    let after: string | null = cursor
    while (after !== null) {
      const page: Page<ListRow> = await this.page(after, 1)
      if (page.rows[0] !== undefined) return page.rows[0]
      after = page.next
    }
    return undefined
  }

  private async refresh(mayMove: boolean): Promise<void> {
    this.marks.growOld()
    const { rows, offset } = this.state
    if (rows.length === 0 || (mayMove && offset === 0 && rows.length <= WHOLE_REFRESH)) return this.readAgain()
    return this.readInPlace()
  }

  private async readAgain(): Promise<void> {
    const wanted = Math.max(FIRST_PAGE, this.seen.end + FIRST_PAGE, Math.min(this.state.rows.length, LARGEST_PAGE))
    const pages: typeof this.pages = []
    const rows: ListRow[] = []
    let next: string | null = null
    do {
      const after: string | null = next
      const page: Page<ListRow> = await this.page(after, Math.min(LARGEST_PAGE, wanted - rows.length))
      pages.push({ after, start: rows.length, size: page.rows.length })
      rows.push(...page.rows)
      next = page.next
    } while (next !== null && rows.length < wanted)
    this.pages = pages
    this.next = next
    this.known = new Set()
    this.newsOf.clear()
    this.update({
      rows: this.keepIdentity(this.unknownOf(rows)),
      offset: 0,
      complete: next === null,
      kind: 'ready',
      error: null,
      arrived: 0,
      leaving: new Set(),
    })
  }

  /** Reads the pages that are seen; known rows take their new values where they stand, unknown ones are counted. */
  private async readInPlace(): Promise<void> {
    const fresh = new Map<RecordId, ListRow>()
    const arrived = new Set<RecordId>()
    for (const { after, start, size } of this.pages) {
      if (start > this.seen.end || start + size < this.seen.start) continue
      const page = await this.page(after, Math.min(LARGEST_PAGE, Math.max(size, FIRST_PAGE)))
      for (const row of page.rows.slice(0, Math.max(size, 1))) {
        if (this.known.has(row.id)) fresh.set(row.id, row)
        else arrived.add(row.id)
      }
    }
    const leaving = await this.readMissing(fresh)
    const rows = this.state.rows.map((row) => fresh.get(row.id) ?? row)
    this.update({ rows: this.keepIdentity(rows), leaving, arrived: Math.max(this.state.arrived, arrived.size) })
  }

  /** Rows with news that are not on their page any more: elsewhere in the order, or out of this view. */
  private async readMissing(fresh: Map<RecordId, ListRow>): Promise<ReadonlySet<RecordId>> {
    const leaving = new Set(this.state.leaving)
    const missing = [...this.newsOf].filter((id) => !fresh.has(id))
    for (const id of fresh.keys()) leaving.delete(id)
    this.newsOf.clear()
    for (const id of missing) {
      const still = await this.readOne(id, true)
      const row = still ?? (await this.readOne(id, false))
      if (row) fresh.set(id, row)
      if (still) leaving.delete(id)
      else leaving.add(id)
    }
    return leaving
  }

  private async readOne(id: RecordId, narrowed: boolean): Promise<ListRow | undefined> {
    const { connection, object, search, filter, me, fields } = this.query
    const narrowing = narrowed ? { search, filter: filter ?? null, me: me ?? null } : {}
    const page = await this.read.page({
      connection,
      object,
      ...narrowing,
      where: [{ field: 'id', value: id }],
      ...(fields ? { fields: [...fields] } : {}),
      limit: 1,
    })
    return page.rows[0]
  }

  /** A row that says what it said stays the same object, so that it is not painted again; the others are told as changed. */
  private keepIdentity(rows: readonly ListRow[]): readonly ListRow[] {
    const before = new Map(this.state.rows.map((row) => [row.id, row]))
    const changed = new Set<RecordId>()
    const kept = rows.map((row) => {
      const was = before.get(row.id)
      if (!was) return row
      if (JSON.stringify(was) === JSON.stringify(row)) return was
      changed.add(row.id)
      return row
    })
    this.tint(changed)
    return kept
  }

  /** Tells which rows changed, for as long as the tint takes: a row that is scrolled back later is no news. */
  private tint(changed: ReadonlySet<RecordId>): void {
    this.state = { ...this.state, changed }
    if (this.tintTimer !== null) clearTimeout(this.tintTimer)
    this.tintTimer = changed.size === 0 ? null : setTimeout(() => this.update({ changed: new Set() }), TINT_MS)
  }

  /** A record that moved between two pages comes twice; it stays where it was first. */
  private unknownOf(rows: readonly ListRow[]): readonly ListRow[] {
    return rows.filter(({ id }) => !this.known.has(id) && this.known.add(id))
  }

  private update(part: Partial<ListState>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }
}
