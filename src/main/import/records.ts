/**
 * From text to rows of cells (RFC 4180, and what programs make of it), one after the other, a file of any length in bounded memory.
 *
 * A quote that is never closed would swallow the rest of the file. So would a cell without end. Both are told as a row of their own that
 * can't be read, and reading goes on with the line after it.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { CsvError, type InfoRecord, parse } from 'csv-parse'
import type { Delimiter } from '../../shared/model/import'

export type CsvRow = { readonly ok: true; readonly cells: readonly string[] } | { readonly ok: false; readonly text: string; readonly words: string }

/** No cell that a person fills is longer, and one such row at a time is held in memory. */
const MOST_ROW_BYTES = 32 << 20
/** Of a line that can't be read, what is shown of it. */
const SHOWN_BYTES = 4096
/** A file with more broken rows than this is not the table it is taken for: the rest is one row that can't be read. */
const MOST_BROKEN = 100

/** `file` is UTF-8. Rows that hold nothing at all are left out. */
export async function* readRows(file: string, delimiter: Delimiter): AsyncGenerator<CsvRow> {
  let start = await afterSeparatorLine(file)
  for (let broken = 0; ; broken += 1) {
    const place = { end: start }
    const why = yield* readFrom(file, delimiter, start, place)
    if (why === null) return
    const line = await lineAt(file, place.end)
    yield { ok: false, text: line.text, words: why }
    if (line.next === null || broken === MOST_BROKEN) return
    start = line.next
  }
}

/** Yields rows from that byte on. Answers null at the end of the file, else why the row after `place.end` can't be read. */
async function* readFrom(file: string, delimiter: Delimiter, start: number, place: { end: number }): AsyncGenerator<CsvRow, string | null> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MOST_ROW_BYTES,
  })
  const bytes = createReadStream(file, { start })
  // An error of the disk reaches the loop below through the parser.
  bytes.once('error', (error) => parser.destroy(error))
  bytes.pipe(parser)
  try {
    for await (const row of parser as AsyncIterable<{ readonly record: readonly string[]; readonly info: InfoRecord }>) {
      place.end = start + row.info.bytes
      if (row.record.some((cell) => cell.trim() !== '')) yield { ok: true, cells: row.record }
    }
    return null
  } catch (error) {
    if (error instanceof CsvError) return wordsFor(error.code)
    throw error
  } finally {
    bytes.destroy()
    parser.destroy()
  }
}

function wordsFor(code: string): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quotation mark is opened and never closed'
    case 'CSV_MAX_RECORD_SIZE':
      return 'the row is longer than any row can be: perhaps a quotation mark is never closed'
    default:
      return 'the row can’t be read'
  }
}

/** The line that begins at that byte, and where the next one does. */
async function lineAt(file: string, start: number): Promise<{ readonly text: string; readonly next: number | null }> {
  const handle = await open(file)
  try {
    const buffer = Buffer.alloc(64 << 10)
    let text = ''
    for (let at = start; ;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) return { text, next: null }
      const chunk = buffer.subarray(0, bytesRead)
      const first = at === start ? chunk.findIndex((byte) => byte !== 0x0a && byte !== 0x0d) : 0
      const end = chunk.findIndex((byte, index) => index >= first && (byte === 0x0a || byte === 0x0d))
      if (text.length < SHOWN_BYTES) text += chunk.subarray(Math.max(first, 0), end < 0 ? SHOWN_BYTES : Math.min(end, SHOWN_BYTES)).toString('utf8')
      if (end >= 0 && first >= 0) return { text, next: at + end + 1 }
      at += bytesRead
    }
  } finally {
    await handle.close()
  }
}

/** Excel’s `sep=;` line is an instruction, no row. */
async function afterSeparatorLine(file: string): Promise<number> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    return /^sep=.\r?\n/i.exec(buffer.subarray(0, bytesRead).toString('latin1'))?.[0].length ?? 0
  } finally {
    await handle.close()
  }
}
