/** An import from its first byte to its batch, over the real engine: what a table says lands as changes, and nothing else does. */
import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvLines } from '../../../src/shared/csv'
import type { ConnectionId } from '../../../src/shared/model/ids'
import type { ImportGuess, ImportSettings, RowCounts, RowPlan } from '../../../src/shared/model/import'
import type { JsonObject } from '../../../src/shared/model/json'
import { customFieldsOf, tableColumns, tableRow } from '../../../src/shared/model/table'
import { type WritableObjectType, writableObjectTypes } from '../../../src/shared/model/object-type'
import { openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine
let connection: ConnectionId
beforeAll(async () => {
  engine = await openPulledEngine()
  const [only] = await engine.satchel.request('connections.list', {})
  connection = only?.id as ConnectionId
})
afterAll(() => engine.close())

interface Opened {
  readonly id: string
  readonly guess: ImportGuess
  readonly settings: ImportSettings
}

async function open(text: string | Uint8Array, given: { readonly object?: WritableObjectType } = {}): Promise<Opened> {
  const { satchel } = engine
  const { id } = await satchel.request('imports.open', { connection, name: 'fair.csv' })
  const bytes = Buffer.from(text as never)
  for (let at = 0; at < bytes.length; at += 400_000) {
    await satchel.request('imports.feed', { id, data: bytes.subarray(at, at + 400_000).toString('base64') })
  }
  const guess = await satchel.request('imports.guess', { id, zone: 'Europe/Berlin', ...given })
  if (!guess) throw new Error('nobody stopped it')
  const { object, formats, match } = guess
  const mapping = guess.columns.map(({ column, target }) => ({ column, target }))
  return { id, guess, settings: { object, mapping, formats, match, mode: 'both', defaults: {}, emptyClears: false, lists: 'add' } }
}

async function plan(
  opened: Opened,
  settings: Partial<ImportSettings> = {},
): Promise<{ readonly counts: Partial<RowCounts>; readonly rows: readonly RowPlan[] }> {
  const counts = await engine.satchel.request('imports.plan', { id: opened.id, settings: { ...opened.settings, ...settings } as never })
  const { rows } = await engine.satchel.request('imports.rows', { id: opened.id, limit: 500 })
  return { counts: Object.fromEntries(Object.entries(counts ?? {}).filter(([, n]) => n > 0)), rows }
}

async function documents(object: WritableObjectType): Promise<readonly JsonObject[]> {
  return (await engine.satchel.request('records.documents', { connection, object, limit: 1000 })).rows
}
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what the CRM keeps there
function listOf<Entry = JsonObject>(document: JsonObject | undefined, path: string): readonly Entry[] {
  const list = document?.[path]
  return Array.isArray(list) ? (list as readonly Entry[]) : []
}
const waiting = async () => engine.satchel.request('changes.list', {})
const undo = () => engine.satchel.request('changes.undo', { connection })

describe('an export comes back', () => {
  test.each(writableObjectTypes.filter((object) => object !== 'pipeline'))('unchanged: %s', async (object) => {
    const rows = await documents(object)
    const columns = tableColumns(object, [...new Set(rows.flatMap(customFieldsOf))].toSorted())
    const text = csvLines([columns.map(({ title }) => title), ...rows.map((row) => tableRow(columns, row))], { guarded: true })
    const opened = await open(text)
    expect(opened.guess).toMatchObject({ object, rows: rows.length, match: ['id'] })
    const { counts, rows: plans } = await plan(opened)
    expect(plans.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
    expect(counts).toEqual({ unchanged: rows.length })
  })

  test('with one cell changed: that field alone is proposed', async () => {
    const [first] = await documents('company')
    const text = csvLines(
      [
        ['id', 'name', 'industry'],
        [String(first?.['id']), String(first?.['name']), 'Cold storage and more'],
      ],
      { guarded: true },
    )
    const { rows } = await plan(await open(text, { object: 'company' }))
    expect(rows[0]).toMatchObject({ kind: 'changes', fields: [{ path: 'industry', old: first?.['industry'], new: 'Cold storage and more' }] })
  })
})

describe('a row', () => {
  test('is new where nobody has its e-mail, and changes whoever has', async () => {
    const [someone] = await documents('contact')
    const email = listOf<{ readonly email: string }>(someone, 'emails')[0]?.email
    const opened = await open(
      `Name;E-Mail;Funktion\nNeu Person;neu@fair.example;CEO\n${String(someone?.['name'])};${email?.toUpperCase()};Chief Testing Officer\n`,
    )
    const { counts, rows } = await plan(opened)
    expect(counts).toEqual({ new: 1, changes: 1 })
    expect(rows.map(({ kind, fields }) => [kind, fields.map(({ path }) => path)])).toEqual([
      ['new', ['name', 'emails', 'title']],
      ['changes', ['title']],
    ])
  })

  test('of one mode only is left out in the other', async () => {
    const [someone] = await documents('contact')
    const email = listOf<{ readonly email: string }>(someone, 'emails')[0]?.email
    const opened = await open(`Name,E-Mail,Title\nA,a@fair.example,x\nB,${email},y\n`)
    expect((await plan(opened, { mode: 'new' })).counts).toEqual({ new: 1, skipped: 1 })
    expect((await plan(opened, { mode: 'update' })).counts).toEqual({ changes: 1, skipped: 1 })
  })

  test('that comes again in the file says so, and names the earlier one', async () => {
    const { rows } = await plan(await open('Name,E-Mail\nEwa,ewa@fair.example\nOther,o@fair.example\nEwa L.,EWA@fair.example\n'))
    expect(rows.map(({ row, kind, sameAs }) => [row, kind, sameAs])).toEqual([
      [0, 'new', null],
      [1, 'new', null],
      [2, 'twice', 0],
    ])
  })

  test('with a value that is none names the column and what was expected; the others land without it', async () => {
    const { rows } = await plan(
      await open('Deal name;Betrag;Close date\nA;12.500,00;31.12.2026\nB;n. a.;31.12.2026\nC;1,5;soon\n', { object: 'deal' }),
    )
    expect(rows.map(({ row, kind, problems }) => [row, kind, problems.map(({ column }) => column)])).toEqual([
      [1, 'error', [1]],
      [2, 'error', [2]],
      [0, 'new', []],
    ])
    expect(rows[2]?.fields).toContainEqual({ path: 'amount', old: null, new: 12_500 })
    expect(rows[2]?.fields).toContainEqual({ path: 'closing_at', old: null, new: '2026-12-31T00:00:00.000Z' })
  })

  test('with an id that nobody here has is an error, never a new record', async () => {
    const { rows } = await plan(await open('id,name\nnobody-has-this,Ghost\n', { object: 'contact' }))
    expect(rows[0]).toMatchObject({ kind: 'error', problems: [{ column: 0 }] })
  })

  test('that can’t be read is an error of its own, and the next one is read', async () => {
    const { rows } = await plan(await open('Name,E-Mail\n"open,x@fair.example\nB,b@fair.example\n'))
    expect(rows.map(({ kind }) => kind)).toEqual(['error', 'new'])
  })

  test('with an empty cell leaves the value alone, and clears it only where that was asked for', async () => {
    const someone = (await documents('contact')).find((each) => each['title'])
    const opened = await open(`id,name,title\n${String(someone?.['id'])},${String(someone?.['name'])},\n`, { object: 'contact' })
    expect((await plan(opened)).counts).toEqual({ unchanged: 1 })
    expect((await plan(opened, { emptyClears: true })).rows[0]?.fields).toEqual([{ path: 'title', old: someone?.['title'], new: null }])
  })

  test('with one e-mail takes no second address away', async () => {
    const someone = (await documents('contact')).find((each) => listOf(each, 'emails').length === 1)
    const id = String(someone?.['id'])
    const opened = await open(`id,emails\n${id},second@fair.example\n`, { object: 'contact' })
    const [held] = listOf(someone, 'emails')
    expect((await plan(opened)).rows[0]?.fields[0]?.new).toEqual([held, { email: 'second@fair.example' }])
    expect((await plan(opened, { lists: 'replace' })).rows[0]?.fields[0]?.new).toEqual([{ email: 'second@fair.example' }])
  })

  test('takes the defaults where it is new and says nothing itself', async () => {
    const opened = await open('Name,E-Mail,Title\nA,a@fair.example,\nB,b@fair.example,CFO\n')
    const { rows } = await plan(opened, { defaults: { title: 'Visitor' } })
    expect(rows.map(({ fields }) => fields.find(({ path }) => path === 'title')?.new)).toEqual(['Visitor', 'CFO'])
  })

  test('with both names in one cell is split at the comma, in the order of its script', async () => {
    const { rows } = await plan(
      await open('"Nachname, Vorname";E-Mail\n"Łukasiewicz, Ewa";e@fair.example\n"山田, 太郎";t@fair.example\nCher;c@fair.example\n', {
        object: 'contact',
      }),
    )
    expect(rows.map(({ fields }) => fields.filter(({ path }) => path !== 'emails').map(({ new: value }) => value))).toEqual([
      ['Ewa Łukasiewicz', 'Ewa', 'Łukasiewicz'],
      ['山田 太郎', '太郎', '山田'],
      ['Cher'],
    ])
  })

  test('named by JavaScript is text like any other', async () => {
    const opened = await open('__proto__,E-Mail,Name\nx,proto@fair.example,constructor\n', { object: 'contact' })
    expect(opened.settings.mapping[0]?.target).toBeNull()
    expect((await plan(opened)).rows[0]).toMatchObject({ kind: 'new', name: 'constructor' })
    expect(Object.prototype).not.toHaveProperty('x')
  })
})

describe('a link', () => {
  test('is found by id, domain, name and e-mail; a stage by its name in its pipeline', async () => {
    const [company] = await documents('company')
    const deal = (await documents('deal')).find((each) => listOf(each, 'stages').length > 0)
    const stage = listOf<{ readonly id: string; readonly name: string }>(deal, 'stages')[0]
    const pipeline = listOf<{ readonly id: string; readonly name: string }>(deal, 'pipelines')[0]
    const words = [company?.['id'], listOf<string>(company, 'domains')[0], company?.['name']].map(String)
    const lines = words.map((word, index) => [`Deal ${index}`, word, String(stage?.name), String(pipeline?.name)])
    const opened = await open(csvLines([['Deal name', 'Company', 'Stage', 'Pipeline'], ...lines], { guarded: true }), { object: 'deal' })
    const { rows } = await plan(opened)
    expect(rows.map(({ kind, problems }) => [kind, problems])).toEqual(words.map(() => ['new', []]))
    for (const { fields } of rows) {
      expect(fields).toContainEqual({ path: 'company_ids', old: null, new: [company?.['id']] })
      expect(fields).toContainEqual({ path: 'stages', old: null, new: [stage] })
      expect(fields).toContainEqual({ path: 'pipelines', old: null, new: [pipeline] })
    }
  })

  test('is never guessed when two fit: the person chooses, for that row', async () => {
    const twins = await Promise.all(
      ['Paris', 'Lyon'].map((city) =>
        engine.satchel.request('records.create', { connection, object: 'company', data: { name: 'Petit Frères', address: { city } } }),
      ),
    )
    const opened = await open('Deal name,Company\nSoup,Petit Frères\nStew,petit freres\n', { object: 'deal' })
    const { rows, counts } = await plan(opened)
    expect(counts).toEqual({ choose: 2 })
    expect(rows[0]?.choices).toMatchObject({ column: 1, candidates: twins.map(({ recordId }) => ({ id: recordId })) })
    const chosen = twins[1]?.recordId
    const { plan: after } = await engine.satchel.request('imports.correct', { id: opened.id, row: 0, links: [{ column: 1, id: String(chosen) }] })
    expect(after).toMatchObject({ kind: 'new', fields: [{ path: 'name' }, { path: 'company_ids', new: [chosen] }] })
    await undo()
    await undo()
  })

  test('to nobody is an error with words', async () => {
    const { rows } = await plan(await open('Deal name,Company\nSoup,Nobody Knows Ltd\n', { object: 'deal' }))
    expect(rows[0]?.problems).toEqual([{ column: 1, words: 'a company that is here: by id, domain or name' }])
  })
})

describe('correcting', () => {
  test('a cell makes its row what it says now, and the landing takes it', async () => {
    const opened = await open('Deal name,Amount\nSoup,lots\n', { object: 'deal' })
    const mapping = [
      { column: 0, target: 'name' },
      { column: 1, target: 'amount' },
    ]
    expect((await plan(opened, { mapping })).counts).toEqual({ error: 1 })
    const { plan: corrected, counts } = await engine.satchel.request('imports.correct', {
      id: opened.id,
      row: 0,
      cells: [{ column: 1, text: '1200' }],
    })
    expect(corrected).toMatchObject({ kind: 'new', cells: ['Soup', '1200'] })
    expect(counts).toMatchObject({ error: 0, new: 1 })
    expect(await engine.satchel.request('imports.land', { id: opened.id })).toMatchObject({ created: 1, left: 0 })
    expect((await waiting()).at(-1)).toMatchObject({ name: 'Soup', batch: 'Import fair.csv' })
    await undo()
  })
})

describe('landing', () => {
  test('makes one batch of changes that wait, and undo takes all of it back as one step', async () => {
    const before = (await waiting()).length
    const rows = Array.from({ length: 300 }, (_, index) => `Person ${index},p${index}@many.example`).join('\n')
    const opened = await open(`Name,E-Mail\n${rows}\n`)
    await plan(opened)
    const result = await engine.satchel.request('imports.land', { id: opened.id, batch: 'Fair 2026' })
    expect(result).toEqual({ batch: 'Fair 2026', created: 300, updated: 0, unchanged: 0, left: 0 })
    const changes = await waiting()
    expect(changes.slice(before).map(({ state, batch, kind }) => `${state} ${batch} ${kind}`)).toEqual(
      Array.from({ length: 300 }, () => 'waiting Fair 2026 create'),
    )
    await undo()
    expect((await waiting()).length).toBe(before)
  })

  test('the same file again changes nothing', async () => {
    const text = 'Name,E-Mail,Title,Tel.\nTwice Told,twice@told.example,CEO,+49 30 5550177\n'
    const first = await open(text)
    await plan(first)
    await engine.satchel.request('imports.land', { id: first.id })
    expect((await plan(await open(text))).counts).toEqual({ unchanged: 1 })
    await undo()
  })

  test('what was stopped leaves nothing behind, and the rep’s own edit gets through meanwhile', async () => {
    const before = (await waiting()).length
    const rows = Array.from({ length: 3000 }, (_, index) => `Person ${index},p${index}@many.example`).join('\n')
    const opened = await open(`Name,E-Mail\n${rows}\n`)
    await plan(opened)
    const landing = engine.satchel.request('imports.land', { id: opened.id })
    const own = await engine.satchel.request('records.create', { connection, object: 'contact', data: { name: 'In between' } })
    await engine.satchel.request('imports.stop', { id: opened.id })
    expect(await landing).toBeNull()
    expect((await waiting()).slice(before).map(({ id }) => id)).toEqual([own.id])
    await undo()
  })

  test('remembers the columns for the same titles', async () => {
    const titles = 'Wer,Wo'
    const opened = await open(`${titles}\nErna,erna@fair.example\n`, { object: 'contact' })
    await plan(opened, {
      mapping: [
        { column: 0, target: 'last_name' },
        { column: 1, target: 'emails:HOME' },
      ],
    })
    await engine.satchel.request('imports.land', { id: opened.id })
    const again = await open(`${titles}\nOther,other@fair.example\n`)
    expect(again.guess.columns.map(({ target, confidence }) => [target, confidence])).toEqual([
      ['last_name', 'remembered'],
      ['emails:HOME', 'remembered'],
    ])
    await undo()
  })
})

test('a file of Windows-1252 with semicolons is read as it was meant, and can be read otherwise', async () => {
  const opened = await open(Buffer.from('Name;Ort\nJürgen Müller;Köln\n', 'latin1'))
  expect(opened.guess).toMatchObject({ reading: { encoding: 'windows-1252', delimiter: ';', header: true }, rows: 1, unreadable: 0 })
  expect(opened.guess.columns[0]?.samples).toEqual(['Jürgen Müller'])
  const other = await engine.satchel.request('imports.guess', { id: opened.id, zone: 'UTC', encoding: 'utf-8', header: false })
  expect(other).toMatchObject({ reading: { encoding: 'utf-8', header: false }, rows: 2, unreadable: 3 })
})

test('a closed import leaves no file', async () => {
  const { id } = await open('Name\nAda\n')
  await engine.satchel.request('imports.close', { id })
  const left = existsSync(engine.files.imports) ? readdirSync(engine.files.imports).filter((file) => file.startsWith(id)) : []
  expect(left).toEqual([])
  await expect(engine.satchel.request('imports.rows', { id })).rejects.toThrow('There is no import')
})
