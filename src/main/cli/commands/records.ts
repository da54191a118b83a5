/** `list`, `get` and `history`: reading the mirror. None of them waits for a network. */
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import { fail, preview } from '../../../shared/failure'
import { parseRecordId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import type { ObjectType, WritableObjectType } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'
import { parseFilter, parseObject, parseWritableObject, parseSort, parseWhere, parseWholeNumber } from '../arguments'
import { type Invocation, requireConnection } from '../invocation'
import { changeInWords } from '../output/change-words'
import { historyJson, isoTime, recordJson } from '../output/shapes'
import { valueInWords } from '../output/value-words'
import { eachPage, type Span } from '../pages'
import type { Act, Program } from '../program'
import { answer } from './edits'

/** What a list shows to people, besides name and id; the engine sends what it has of them. */
const COLUMNS: Readonly<Record<ObjectType, readonly string[]>> = {
  contact: ['title', 'company', 'emails', 'telephones', 'user_id', 'updated_at'],
  company: ['industry', 'employees', 'domains', 'user_id', 'updated_at'],
  deal: ['stages', 'amount', 'currency', 'closing_at', 'company', 'user_id', 'updated_at'],
  event: ['type', 'happens_at', 'user_id', 'updated_at'],
  lead: ['company_name', 'status', 'source', 'emails', 'user_id', 'updated_at'],
  pipeline: ['is_active', 'display_order', 'updated_at'],
  user: ['emails', 'employment_status'],
}

export function addRecordCommands(program: Program, act: Act): void {
  program
    .command('list')
    .description('records of one type, local edits applied; all that match, unless limited')
    .argument('<object>', 'contact, company, deal, event, lead, pipeline or user')
    .option('--where <field=value...>', 'only records in which the field has this value; all must hold')
    .option('--filter <json>', 'only records that match this filter; see docs/filters.md')
    .option('--search <text>', 'only records in which these words are found')
    .option('--sort <field[:desc],…>', 'the order; else by name, events newest first')
    .option('--limit <n>', 'at most so many')
    .option('--after <cursor>', 'go on where a limited list ended')
    .option('--from <text>', 'begin where this stands in the order of the first sort')
    .action((rawObject, { where = [], filter, search = '', sort, limit, after, from }) =>
      act('list', async (invocation) => {
        const object = parseObject(rawObject)
        const query = {
          object,
          where: where.map((raw) => parseWhere(object, raw)),
          filter: parseFilter(filter),
          search,
          sort: parseSort(sort),
        }
        const span = {
          after: after ?? (from === undefined ? null : await placeOf(invocation, object, query.sort, from)),
          limit: limit === undefined ? null : parseWholeNumber('--limit', limit, { least: 1, most: 1_000_000_000 }),
        }
        const { id: connection, me } = await requireConnection(invocation)
        const next = await (invocation.out.json ? listDocuments : listTable)(invocation, { connection, me, ...query }, span)
        if (next !== null) await invocation.out.note(`next: ${next}`)
      }),
    )

  program
    .command('get')
    .description('one record, whole')
    .argument('<object>')
    .argument('<id>', 'the CRM’s id, or ours')
    .option('--raw', 'also the provider’s own payload, where it was fetched')
    .action((rawObject, id, { raw = false }) =>
      act('get', async (invocation) => {
        const object = parseObject(rawObject)
        const connection = await requireConnection(invocation)
        const view = await (await invocation.satchel()).request('records.get', { connection: connection.id, object, id: parseRecordId(id) })
        if (invocation.out.json) return invocation.out.document(recordJson(view, { raw }))
        await sayRecord(invocation, view, raw)
      }),
    )

  program
    .command('history')
    .description('what happened to a record’s fields, newest first')
    .argument('<object>')
    .argument('<id>')
    .option('--limit <n>', 'at most so many', '10000')
    .option('--restore <line>', 'bring the old value of this line back, as a new edit')
    .action((rawObject, id, { limit, restore }) =>
      act('history', async (invocation) => {
        const { out, satchel } = invocation
        const object = parseObject(rawObject)
        const most = parseWholeNumber('--limit', limit, { least: 1, most: 10_000 })
        const entry = restore === undefined ? null : parseWholeNumber('--restore', restore, { least: 1, most: Number.MAX_SAFE_INTEGER })
        if (entry !== null) return restoreValue(invocation, parseWritableObject(rawObject), id, entry)
        const connection = await requireConnection(invocation)
        const entries = await (await satchel()).request('records.history', { connection: connection.id, object, id: parseRecordId(id), limit: most })
        if (out.json) {
          for (const line of entries) await out.document(historyJson(line))
          return
        }
        await out.table(
          [{ title: 'LINE' }, { title: 'WHEN' }, { title: 'FROM' }, { title: 'FIELD' }, { title: 'OLD' }, { title: 'NEW' }],
          entries.map((line) => [String(line.id), isoTime(line.at) ?? '', line.origin, line.path, valueInWords(line.old), valueInWords(line.new)]),
        )
      }),
    )
}

/** The cursor before the first row that is not before the text; figures and dates by their value. */
async function placeOf({ satchel }: Invocation, object: ObjectType, sort: ListQuery['sort'], text: string): Promise<string> {
  const place = await (await satchel()).request('records.seek', { object, sort, text })
  if (place !== null) return place.after
  return fail({ kind: 'bad-input', where: '--from', expected: 'a value of the field that the list is sorted by', got: preview(text) })
}

type ListQuery = Omit<InputOf<SatchelOperations['records.list']>, 'after' | 'limit'>

async function restoreValue(invocation: Invocation, object: WritableObjectType, id: string, entry: number): Promise<void> {
  const connection = await requireConnection(invocation)
  const satchel = await invocation.satchel()
  await answer(invocation, await satchel.request('records.restoreValue', { connection: connection.id, object, id: parseRecordId(id), entry }))
}

async function listDocuments({ out, satchel }: Invocation, query: ListQuery, span: Span): Promise<string | null> {
  const client = await satchel()
  let next: string | null = null
  for await (const page of eachPage((part) => client.request('records.documents', { ...query, ...part }), span)) {
    for (const document of page.rows) await out.document(document)
    next = page.next
  }
  return next
}

/** Page by page, so that the first rows of a million stand there at once; each page fits its own columns. */
async function listTable({ out, satchel }: Invocation, query: ListQuery, span: Span): Promise<string | null> {
  const client = await satchel()
  const fields = COLUMNS[query.object]
  let next: string | null = null
  for await (const page of eachPage((part) => client.request('records.list', { ...query, ...part }), span)) {
    const shown = fields.filter((field) => page.rows.some((row) => row.values[field] !== undefined))
    const marks = page.rows.some((row) => row.mark !== null)
    const titles = ['ID', 'NAME', ...shown.map((field) => field.toUpperCase()), ...(marks ? ['CHANGE'] : [])]
    const rows = page.rows.map((row) => [
      row.remoteId ?? row.id,
      row.name ?? '',
      ...shown.map((field) => valueInWords(row.values[field])),
      ...(marks ? [row.mark ?? ''] : []),
    ])
    if (rows.length > 0) {
      await out.table(
        titles.map((title) => ({ title })),
        rows,
      )
    }
    next = page.next
  }
  return next
}

async function sayRecord({ out }: Invocation, view: RecordView, raw: boolean): Promise<void> {
  await out.say(`${view.object} ${view.remoteId ?? view.id}: ${view.name ?? '(no name)'}`)
  const document = recordJson(view, { raw })
  const nameOf = (value: Json | undefined): string => {
    const name = typeof value === 'string' && Object.hasOwn(view.names, value) ? view.names[value]?.name : null
    return name ? `${name} (${valueInWords(value)})` : valueInWords(value)
  }
  const rows = Object.entries(document).map(([field, value]) => [
    field,
    Array.isArray(value) ? value.map((entry: Json) => nameOf(entry)).join(', ') : nameOf(value),
  ])
  await out.table([{ title: 'FIELD' }, { title: 'VALUE' }], rows)
  if (view.quarantined !== null) await out.note(`The CRM sent this record in a form that could not be read: ${view.quarantined}`)
  for (const change of view.changes) await out.say('', ...changeInWords(change))
}
