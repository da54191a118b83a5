/**
 * The marks of one list: places that a jump begins from, asked for part by part as far as they are needed, and kept.
 *
 * Records that come and go move the rows against the marks by a few. `growOld` lets the next jump ask for them again.
 */
import type { ListKey, ListMark, ListMarks as Part, ListSeek } from '../../shared/model/list-marks'

/** The next part: from a cursor, before which so many rows stand. */
export type ReadMarks = (from: { readonly after: string | null; readonly index: number }) => Promise<Part>

/** A mark, or the list's beginning. */
export type ListStart = Pick<ListMark, 'index'> & { readonly after: string | null }

const beginning: ListStart = { index: 0, after: null }

export class ListMarks {
  private readonly read: ReadMarks
  private marks: readonly ListMark[] = []
  private next: string | null = null
  private count = 0
  private complete = false
  private old = false
  private reading: Promise<void> | null = null

  constructor(read: ReadMarks) {
    this.read = read
  }

  /** Up to here the list is known, counted from its beginning. */
  get reach(): number {
    return this.count
  }

  get isComplete(): boolean {
    return this.complete
  }

  /** All are known, and nothing has moved since. */
  get isWhole(): boolean {
    return this.complete && !this.old
  }

  growOld(): void {
    this.old = true
  }

  /** Asks on until this row is within reach, or the list ends. */
  async reachRow(index: number): Promise<void> {
    if (this.old) this.forget()
    while (!this.complete && this.count <= index) await this.readOn()
  }

  /** The last mark that is not behind the row. */
  before(index: number): ListStart {
    return this.marks[this.firstWhere((mark) => mark.index > index) - 1] ?? beginning
  }

  /** The last mark before which all rows are before this first key. */
  async beforeKey({ key, descending }: Pick<ListSeek, 'key' | 'descending'>): Promise<ListStart> {
    if (this.old) this.forget()
    const isBefore = (mark: ListMark): boolean => mark.key !== null && (descending ? compareKeys(mark.key, key) > 0 : compareKeys(mark.key, key) < 0)
    for (;;) {
      const last = this.marks.at(-1)
      if (this.complete || (last !== undefined && !isBefore(last))) break
      await this.readOn()
    }
    return this.marks[this.firstWhere((mark) => !isBefore(mark)) - 1] ?? beginning
  }

  private forget(): void {
    this.old = false
    this.marks = []
    this.next = null
    this.count = 0
    this.complete = false
  }

  /** One part at a time, whoever asks. */
  private readOn(): Promise<void> {
    this.reading ??= this.readPart().finally(() => {
      this.reading = null
    })
    return this.reading
  }

  private async readPart(): Promise<void> {
    const from = { after: this.next, index: this.count }
    const part = await this.read(from)
    // Forgotten meanwhile: the part belongs to what was known before.
    if (this.next !== from.after || this.count !== from.index) return
    this.marks = [...this.marks, ...part.marks]
    this.count = part.count
    this.next = part.next
    this.complete = part.next === null
  }

  /** Marks are in order: what is not true of one is true of none before it. */
  private firstWhere(holds: (mark: ListMark) => boolean): number {
    let [low, high] = [0, this.marks.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const mark = this.marks[middle]
      if (mark !== undefined && holds(mark)) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** As the mirror compares them: text by its characters, not by halves of them. */
function compareKeys(a: Exclude<ListKey, null>, b: Exclude<ListKey, null>): number {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b)
  const [left, right] = [Array.from(a), Array.from(b)]
  const at = left.findIndex((character, index) => character !== right[index])
  if (at < 0) return left.length - right.length
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1)
}
