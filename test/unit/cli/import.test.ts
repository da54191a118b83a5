/** `import`, `duplicates` and `merge` as typed: what they ask of the engine, what they print, how they end. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fail } from '../../../src/shared/failure'
import { parseRecordId } from '../../../src/shared/model/ids'
import { type ColumnGuess, type ImportGuess, noRows, type RowPlan } from '../../../src/shared/model/import'
import { type FakeEngine, run } from './support/fake-surroundings'
import { acme } from './support/samples'

const folder = mkdtempSync(join(tmpdir(), 'satchel-cli-import-'))
const file = join(folder, 'fair.csv')
writeFileSync(file, 'Name,Mail,Notes\nAda,ada@x.example,=1\nBob,bad,\n')

const column = (at: number, title: string, target: string | null): ColumnGuess => ({
  column: at,
  title,
  target,
  samples: [],
  confidence: 'certain',
  unfit: 0,
})
const guess: ImportGuess = {
  reading: { encoding: 'utf-8', delimiter: ',', header: true },
  unreadable: 0,
  rows: 2,
  columns: [column(0, 'Name', 'name'), column(1, 'Mail', 'emails'), column(2, 'Notes', null)],
  object: 'contact',
  formats: { dates: 'dmy', decimal: '.', zone: 'UTC' },
  match: ['email'],
  customFields: [],
}
const bad: RowPlan = {
  row: 1,
  kind: 'error',
  cells: ['Bob', 'bad', ''],
  name: 'Bob',
  record: null,
  fields: [],
  problems: [{ column: 1, words: 'e-mail addresses' }],
  choices: null,
  sameAs: null,
}
const twice: RowPlan = { ...bad, row: 2, kind: 'twice', problems: [], sameAs: 0, cells: ['=Ada', 'ada@x.example', ''] }

const engine: FakeEngine = {
  'connections.list': () => [acme],
  'imports.open': () => ({ id: 'i1' }),
  'imports.feed': () => ({ bytes: 1 }),
  'imports.guess': () => guess,
  'imports.plan': () => ({ ...noRows, error: 1, new: 1 }),
  'imports.rows': ({ kind }) => ({ rows: [bad, twice].filter((row) => kind === null || row.kind === kind), total: 1 }),
  'imports.land': ({ batch }) => ({ batch: batch ?? 'Import fair.csv', created: 1, updated: 0, unchanged: 0, left: 1 }),
  'imports.stop': () => null,
  'imports.close': () => null,
}
const settingsOf = (asked: Awaited<ReturnType<typeof run>>['asked']) =>
  (asked.find(({ operation }) => operation === 'imports.plan')?.input as { settings: { mapping: unknown; match: unknown } } | undefined)?.settings

describe('import', () => {
  test('sends the file, lands the plan and says in JSON what it did', async () => {
    const { code, lines, asked } = await run(['import', 'contact', file, '--batch', 'Fair', '--json'], engine)
    expect(code).toBe(0)
    expect(lines).toEqual([expect.objectContaining({ dry_run: false, batch: 'Fair', created: 1, left: 1, planned: { ...noRows, error: 1, new: 1 } })])
    const fed = asked.find(({ operation }) => operation === 'imports.feed')?.input as { data: string }
    expect(Buffer.from(fed.data, 'base64').toString()).toBe(readFileSync(file, 'utf8'))
    expect(asked.at(-1)?.operation).toBe('imports.close')
  })

  test('with --map takes the named columns alone, by title or number; --guess adds the guesses', async () => {
    const mapped = await run(['import', 'contact', file, '--map', 'name=first_name', '--json'], engine)
    expect(settingsOf(mapped.asked)).toMatchObject({ mapping: [{ target: 'first_name' }, { target: null }, { target: null }] })
    const guessed = await run(['import', 'contact', file, '--guess', '--map', '3=title', '--map', 'Name=', '--json'], engine)
    expect(settingsOf(guessed.asked)).toMatchObject({ mapping: [{ target: null }, { target: 'emails' }, { target: 'title' }], match: ['email'] })
  })

  test('a dry run prints a line a row and a summary, and lands nothing', async () => {
    const { code, lines, asked } = await run(['import', 'contact', file, '--dry-run', '--json'], engine)
    expect(code).toBe(0)
    expect(lines).toEqual([
      expect.objectContaining({ row: 2, kind: 'error', problems: [{ column: 'Mail', expected: 'e-mail addresses' }], same_as: null }),
      expect.objectContaining({ row: 3, kind: 'twice', same_as: 1 }),
      { summary: expect.objectContaining({ dry_run: true, batch: null }) as unknown },
    ])
    expect(asked.some(({ operation }) => operation === 'imports.land')).toBe(false)
  })

  test('the rows left out are written as they came, with the reason, safe for a spreadsheet', async () => {
    const rejects = join(folder, 'rejects.csv')
    expect((await run(['import', 'contact', file, '--rejects', rejects], engine)).code).toBe(0)
    expect(readFileSync(rejects, 'utf8')).toBe(
      "Name,Mail,Notes,reason\r\nBob,bad,,Mail: expected e-mail addresses\r\n'=Ada,ada@x.example,,the same record as row 1\r\n",
    )
  })

  test('stdin is a file, too', async () => {
    const { asked } = await run(['import', 'contact', '-', '--json'], engine, { stdin: 'Name\nAda\n' })
    const fed = asked.find(({ operation }) => operation === 'imports.feed')?.input as { data: string }
    expect(Buffer.from(fed.data, 'base64').toString()).toBe('Name\nAda\n')
  })

  test.each([
    [['user', file], 'A user can’t be written'],
    [['contact', file, '--map', 'Nme=name'], 'no column'],
    [['contact', file, '--map', 'Name'], 'has no “=”'],
    [['contact', file, '--map', 'Name='], 'No column means anything'],
    [['contact', file, '--delimiter', 'x'], 'expected comma'],
    [['contact', file, '--default', 'x'], 'has no “=”'],
    [['contact', join(folder, 'nowhere.csv')], 'ENOENT'],
  ])('wrong usage ends with 2 and says how it is right: %j', async (args, words) => {
    const { code, lines } = await run(['import', ...args, '--json'], engine)
    expect(code).toBe(2)
    expect(JSON.stringify(lines)).toContain(words)
  })

  test('whatever fails, the import is closed', async () => {
    const { code, asked } = await run(['import', 'contact', file, '--json'], {
      ...engine,
      'imports.plan': () => fail({ kind: 'storage', file: 'x', detail: 'full' }),
    })
    expect(code).toBe(1)
    expect(asked.at(-1)?.operation).toBe('imports.close')
  })
})

describe('duplicates and merge', () => {
  const record = (id: string) => ({ id: parseRecordId(id), remoteId: null, name: 'Ada', fact: null })

  test('duplicates prints a group a line', async () => {
    const list = {
      groups: [{ strength: 'certain', score: 100, reasons: ['email', 'name'], records: [record('1'), record('2')] }],
      counts: { certain: 1, likely: 0, possible: 0 },
      complete: true,
    } as const
    const { code, lines } = await run(['duplicates', 'contact', '--json'], { 'connections.list': () => [acme], 'duplicates.list': () => list })
    expect({ code, lines }).toEqual({
      code: 0,
      lines: [
        {
          strength: 'certain',
          score: 100,
          reasons: ['email', 'name'],
          records: [
            { id: '1', name: 'Ada', fact: null },
            { id: '2', name: 'Ada', fact: null },
          ],
        },
      ],
    })
    expect((await run(['duplicates', 'deal', '--json'], engine)).code).toBe(2)
  })

  test('merge asks for one of several and says what became of it', async () => {
    const { code, lines, asked } = await run(['merge', 'company', '1', '2', '3', '--take', 'name=2', '--json'], {
      'connections.list': () => [acme],
      'duplicates.merge': ({ keep }) => ({
        batch: 'Merge Acme',
        keep: parseRecordId(keep),
        fields: ['name'],
        moved: [{ object: 'contact', count: 4 }],
        deleted: 2,
      }),
    })
    expect({ code, lines }).toEqual({ code: 0, lines: [{ batch: 'Merge Acme', keep: '1', fields: ['name'], moved: { contact: 4 }, deleted: 2 }] })
    expect(asked.at(-1)?.input).toMatchObject({ object: 'company', keep: '1', others: ['2', '3'], pick: { name: '2' } })
    expect((await run(['merge', 'event', '1', '2', '--json'], engine)).code).toBe(2)
  })
})
