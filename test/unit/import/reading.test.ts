/** From the bytes of a file to rows: encodings, delimiters, quotes, and files that were made to hurt. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { guardFormulas, unguardFormulas } from '../../../src/shared/csv'
import { guessDelimiter } from '../../../src/main/import/delimiter'
import { decodeText, guessEncoding } from '../../../src/main/import/encoding'
import { guessHeader } from '../../../src/main/import/header'
import { type CsvRow, readRows } from '../../../src/main/import/records'
import type { Delimiter, Encoding } from '../../../src/shared/model/import'

const folder = mkdtempSync(join(tmpdir(), 'satchel-import-'))
let files = 0

async function rowsOf(text: string, delimiter: Delimiter = ','): Promise<readonly CsvRow[]> {
  const file = join(folder, `${(files += 1)}.csv`)
  writeFileSync(file, text)
  return Array.fromAsync(readRows(file, delimiter))
}
const cells = (rows: readonly CsvRow[]) => rows.map((row) => (row.ok ? row.cells : row.words))

async function decoded(bytes: Uint8Array, encoding: Encoding) {
  const count = { unreadable: 0 }
  return { text: (await Array.fromAsync(decodeText([bytes], encoding, count))).join(''), ...count }
}

describe('guessing the encoding', () => {
  const utf16 = (text: string, mark = true) => Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')

  test('UTF-8 with a byte-order mark is read without the mark', async () => {
    const bytes = Buffer.from('\ufeffName;Ort\nJürgen;Köln\n')
    expect(await guessEncoding([bytes])).toBe('utf-8')
    expect((await decoded(bytes, 'utf-8')).text).toBe('Name;Ort\nJürgen;Köln\n')
  })

  test.each([
    ['with a mark', utf16('Name\tTown\r\nŁukasz\tŁódź\r\n')],
    ['without one', utf16('Name,Town\r\nAda,London\r\n', false)],
  ])('UTF-16 is told by its bytes, %s', async (_name, bytes) => {
    expect(await guessEncoding([bytes])).toBe('utf-16le')
  })

  test('big-endian UTF-16 is told and read', async () => {
    const bytes = utf16('Name,Ort\nJörg,Köln').swap16()
    expect(await guessEncoding([bytes])).toBe('utf-16be')
    expect((await decoded(bytes, 'utf-16be')).text).toBe('Name,Ort\nJörg,Köln')
  })

  test('what is no valid UTF-8 is Windows-1252, however late the first such byte comes', async () => {
    const late = [Buffer.from('a'.repeat(70_000)), Buffer.from('Müller', 'latin1')]
    expect(await guessEncoding(late)).toBe('windows-1252')
    expect((await decoded(Buffer.from([0x80, 0x20, 0xfc]), 'windows-1252')).text).toBe('€ ü')
  })

  test('a character cut between two chunks is valid all the same', async () => {
    const bytes = Buffer.from('山田')
    expect(await guessEncoding([bytes.subarray(0, 2), bytes.subarray(2)])).toBe('utf-8')
  })

  test('characters that the chosen encoding lacks are counted, not hidden', async () => {
    expect(await decoded(Buffer.from('Müller, Jörg', 'latin1'), 'utf-8')).toMatchObject({ unreadable: 2 })
  })
})

describe('guessing the delimiter', () => {
  test.each<[string, Delimiter, string]>([
    ['semicolons with decimal commas', ';', 'Name;Betrag\nA;1,5\nB;2,25\nC;3,75\n'],
    ['tabs', '\t', 'Name\tTown, Country\nA\tX, Y\nB\tZ, W\n'],
    ['commas in quoted cells', ',', 'a,b\n"x;y;z","1;2;3"\n"q;r;s","4;5;6"\n'],
    ['bars', '|', 'a|b|c\n1|2|3\n'],
    ['line ends inside quotes', ';', 'a;b\n"one,\ntwo,\nthree,";2\n"x";3\n'],
    ['escaped quotes', ',', 'a,b\n"say ""hi; there""",2\n"x;y",3\n'],
    ['what the file itself says', '|', 'sep=|\na,b|c\n'],
    ['a table of one column', ',', 'E-Mail\nada@x.example\nbob@y.example\n'],
    ['nothing at all', ',', ''],
  ])('%s', (_name, delimiter, text) => {
    expect(guessDelimiter(text)).toBe(delimiter)
  })
})

describe('reading rows', () => {
  test('quotes, escaped quotes and line ends in cells are part of the cell', async () => {
    expect(cells(await rowsOf('a,b\r\n"x\r\ny","say ""hi"""\r\n3,4'))).toEqual([
      ['a', 'b'],
      ['x\r\ny', 'say "hi"'],
      ['3', '4'],
    ])
  })

  test('a stray quote inside a cell stays what it is', async () => {
    expect(cells(await rowsOf('a,b\n5" disk,2\n3,4\n'))).toEqual([
      ['a', 'b'],
      ['5" disk', '2'],
      ['3', '4'],
    ])
  })

  test('a quote that is never closed spoils its own line alone', async () => {
    const rows = await rowsOf('a,b\n1,2\n"open,3\n4,5\n6,7\n')
    expect(cells(rows)).toEqual([['a', 'b'], ['1', '2'], 'a quotation mark is opened and never closed', ['4', '5'], ['6', '7']])
    expect(rows[2]).toMatchObject({ ok: false, text: '"open,3' })
  })

  test('rows of different length, empty rows and mixed line ends are read as they are', async () => {
    expect(cells(await rowsOf('a,b\r1,2,3\n\n,\n   \r\n4'))).toEqual([['a', 'b'], ['1', '2', '3'], ['4']])
  })

  test('a cell of a million characters is one cell', async () => {
    const long = 'x'.repeat(1e6)
    const rows = cells(await rowsOf(`a,b\n${long},2\n3,4\n`))
    expect(rows.map((row) => row[0]?.length)).toEqual([1, 1e6, 1])
  })

  test('100,000 rows come one after the other', async () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `${index};Person ${index};p${index}@x.example`).join('\n')
    let last: CsvRow | null = null
    let count = 0
    const file = join(folder, 'many.csv')
    writeFileSync(file, text)
    for await (const row of readRows(file, ';')) {
      last = row
      count += 1
    }
    expect({ count, last }).toEqual({ count: 100_000, last: { ok: true, cells: ['99999', 'Person 99999', 'p99999@x.example'] } })
  })

  test('the line that Excel writes for itself is no row', async () => {
    expect(cells(await rowsOf('sep=;\r\na;b\r\n', ';'))).toEqual([['a', 'b']])
  })
})

describe('guessing the header', () => {
  test.each([
    [
      true,
      [
        ['Name', 'E-Mail'],
        ['Ada', 'ada@x.example'],
      ],
    ],
    [
      false,
      [
        ['Ada', 'ada@x.example'],
        ['Bob', 'bob@y.example'],
      ],
    ],
    [
      false,
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      false,
      [
        ['2026-01-01', 'x'],
        ['2026-02-01', 'y'],
      ],
    ],
    [
      true,
      [
        ['名前', '会社'],
        ['山田', '北辰'],
      ],
    ],
    [
      true,
      [
        ['__proto__', 'constructor'],
        ['a', 'b'],
      ],
    ],
    [false, []],
  ])('%s for %j', (expected, rows) => {
    expect(guessHeader(rows)).toBe(expected)
  })
})

describe('the mark of our own export', () => {
  test.each([
    '=1+1',
    '+49 30 1234',
    "'=x",
    "''@x",
    ' -5',
    '\u00a0=x',
    'a\n=cmd()\nb',
    'x\r=y',
    '＝SUM(A1)',
    "it's",
    "'quoted'",
    '\t=x',
    '- item\r\n- item',
    "O'Brien",
    '',
  ])('comes off again: %j', (text) => {
    expect(unguardFormulas(guardFormulas(text))).toBe(text)
  })
})
