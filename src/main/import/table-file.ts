/**
 * The table of an import on the disk: the file as it came, its text in UTF-8, and its rows one a line with the place of each, so that any row
 * is there at once and no file is too long to be held.
 */
import { closeSync, createReadStream, createWriteStream, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { once } from 'node:events'
import type { Reading } from '../../shared/model/import'
import { guessDelimiter } from './delimiter'
import { decodeText, guessEncoding } from './encoding'
import { guessHeader } from './header'
import { type CsvRow, readRows } from './records'

export interface TableFiles {
  /** As it came. */
  readonly raw: string
  readonly text: string
  readonly rows: string
}

export interface Table {
  readonly reading: Reading
  readonly unreadable: number
  /** Null without a header. */
  readonly titles: readonly string[] | null
  /** How many rows, the header not counted. */
  readonly rows: number
  /** Fails with a `RangeError` beyond the last row. */
  read(row: number): CsvRow
  /** Rows from all over the table: what only its end holds counts in a guess, too. */
  sample(most: number): readonly (readonly string[])[]
  close(): void
}

export interface Step {
  /** Called often with the bytes read so far; may wait, so that others get their turn, and rejects when the work is to stop. */
  (bytes: number): Promise<void>
}

/** What looks at a file before it is read whole. */
const HEAD_CHARACTERS = 256 << 10
const HEAD_ROWS = 20
const BLOCK_BYTES = 256 << 10

/** Reads the file; what `given` leaves open is guessed. */
export async function buildTable(files: TableFiles, given: Partial<Reading>, step: Step): Promise<Table> {
  const encoding = given.encoding ?? (await guessEncoding(createReadStream(files.raw)))
  const { head, unreadable } = await writeText(files, encoding, step)
  const delimiter = given.delimiter ?? guessDelimiter(head)
  const places = await writeRows(files, delimiter, step)
  const file = openSync(files.rows, 'r')
  const reader = rowReader(file, places)
  const first = Array.from({ length: Math.min(HEAD_ROWS, places.length - 1) }, (_, row) => cellsOf(reader(row)))
  const header = given.header ?? guessHeader(first)
  const skip = header ? 1 : 0
  const rows = Math.max(0, places.length - 1 - skip)
  const read = (row: number): CsvRow => reader(row + skip)
  return {
    reading: { encoding, delimiter, header },
    unreadable,
    titles: header ? (first[0] ?? []) : null,
    rows,
    read,
    sample(most) {
      const taken = Math.min(most, rows)
      // The beginning, and then every so-manieth row: samples should show what a person sees first.
      const near = Math.min(taken, Math.ceil(most / 2))
      const far = Array.from({ length: taken - near }, (_, index) => near + Math.floor(((rows - near) * index) / Math.max(1, taken - near)))
      return [...Array.from({ length: near }, (_, index) => index), ...far].map((row) => cellsOf(read(row)))
    },
    close: () => closeSync(file),
  }
}

function cellsOf(row: CsvRow): readonly string[] {
  return row.ok ? row.cells : []
}

async function writeText(
  { raw, text }: TableFiles,
  encoding: Reading['encoding'],
  step: Step,
): Promise<{ readonly head: string; readonly unreadable: number }> {
  const count = { unreadable: 0 }
  let head = ''
  let bytes = 0
  const out = await open(text, 'w', 0o600)
  try {
    for await (const piece of decodeText(createReadStream(raw), encoding, count)) {
      if (head.length < HEAD_CHARACTERS) head += piece
      bytes += (await out.write(piece)).bytesWritten
      await step(bytes)
    }
  } finally {
    await out.close()
  }
  return { head: head.slice(0, HEAD_CHARACTERS), unreadable: count.unreadable }
}

/** Answers where each row begins, and the end. */
async function writeRows({ text, rows }: TableFiles, delimiter: Reading['delimiter'], step: Step): Promise<readonly number[]> {
  const places: number[] = []
  let place = 0
  const out = createWriteStream(rows, { mode: 0o600 })
  try {
    let unwritten: string[] = []
    const flush = async (): Promise<void> => {
      const isFull = !out.write(unwritten.join(''))
      unwritten = []
      if (isFull) await once(out, 'drain')
      await step(place)
    }
    for await (const row of readRows(text, delimiter)) {
      const line = `${JSON.stringify(row.ok ? row.cells : { text: row.text, words: row.words })}\n`
      places.push(place)
      place += Buffer.byteLength(line)
      unwritten.push(line)
      if (unwritten.length === 500) await flush()
    }
    await flush()
  } finally {
    out.end()
    await once(out, 'close')
  }
  return [...places, place]
}

/** Rows are mostly asked for one after the other: a block is read at a time. */
function rowReader(file: number, places: readonly number[]): (row: number) => CsvRow {
  let block = Buffer.alloc(0)
  let start = 0
  return (row) => {
    const [from, to] = [places[row], places[row + 1]]
    if (from === undefined || to === undefined) throw new RangeError(`the table has no row ${row}`)
    if (from < start || to > start + block.length) {
      block = Buffer.alloc(Math.max(BLOCK_BYTES, to - from))
      start = from
      block = block.subarray(0, readSync(file, block, 0, block.length, from))
    }
    const parsed = JSON.parse(block.toString('utf8', from - start, to - start)) as
      | readonly string[]
      | { readonly text: string; readonly words: string }
    return 'words' in parsed ? { ok: false, ...parsed } : { ok: true, cells: parsed }
  }
}
