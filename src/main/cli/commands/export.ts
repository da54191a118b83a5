/** `export`: all records of one type as a file, or on stdout. */
import { Option } from '@commander-js/extra-typings'
import type { RecordDocument } from '../../../shared/model/record'
import { parseObject } from '../arguments'
import { customFieldsOf, tableColumns, tableRow } from '../../../shared/model/table'
import { csvLines } from '../../../shared/csv'
import { writeFileWhole } from '../export/write-file-whole'
import { type Invocation, requireConnection } from '../invocation'
import { jsonLine } from '../output/output'
import { eachPage } from '../pages'
import type { Act, Program } from '../program'

const FORMATS = ['csv', 'json', 'ndjson'] as const
type Format = (typeof FORMATS)[number]

export function addExportCommand(program: Program, act: Act): void {
  program
    .command('export')
    .description('all records of one type, local edits applied')
    .argument('<object>')
    .addOption(new Option('--format <format>', 'csv for spreadsheets, json, or ndjson: one record a line').choices(FORMATS).makeOptionMandatory())
    .option('--out <file>', 'into this file; it appears when it is complete')
    .option('--raw', 'json: with the provider’s payload; csv: without the guard against formulas, for programs')
    .action((rawObject, { format, out: file, raw = false }) =>
      act('export', async (invocation) => {
        const object = parseObject(rawObject)
        const { out } = invocation
        const { id: connection } = await requireConnection(invocation)
        const client = await invocation.satchel()
        const pages = () =>
          eachPage((part) => client.request('records.documents', { connection, object, raw: raw && format !== 'csv', ...part }), {
            after: null,
            limit: null,
          })
        let records = 0
        const counted = async function* (): AsyncGenerator<readonly RecordDocument[]> {
          for await (const { rows } of pages()) {
            records += rows.length
            yield rows
          }
        }
        const parts = format === 'csv' ? csvParts(object, pages, counted, raw) : jsonParts(format, counted)
        if (file === undefined) {
          for await (const part of parts) await out.verbatim(part)
          return
        }
        await writeFileWhole(file, parts)
        await sayWritten(invocation, file, records)
      }),
    )
}

/** Two passes: a CSV file names its columns first, and which custom fields there are only the records know. */
async function* csvParts(
  object: Parameters<typeof tableColumns>[0],
  pages: () => AsyncGenerator<{ readonly rows: readonly RecordDocument[] }>,
  rows: () => AsyncGenerator<readonly RecordDocument[]>,
  raw: boolean,
): AsyncGenerator<string> {
  const customFields = new Set<string>()
  for await (const page of pages()) for (const document of page.rows) for (const slug of customFieldsOf(document)) customFields.add(slug)
  const columns = tableColumns(object, [...customFields].toSorted())
  yield csvLines([columns.map(({ title }) => title)], { guarded: !raw })
  for await (const documents of rows()) {
    yield csvLines(
      documents.map((document) => tableRow(columns, document)),
      { guarded: !raw },
    )
  }
}

async function* jsonParts(format: Exclude<Format, 'csv'>, rows: () => AsyncGenerator<readonly RecordDocument[]>): AsyncGenerator<string> {
  if (format === 'ndjson') {
    for await (const documents of rows()) yield documents.map((document) => `${jsonLine(document)}\n`).join('')
    return
  }
  let before = '[\n'
  for await (const documents of rows()) {
    for (const document of documents) {
      yield before + jsonLine(document)
      before = ',\n'
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

async function sayWritten({ out }: Invocation, file: string, records: number): Promise<void> {
  if (out.json) return out.document({ file, records })
  await out.say(`${records} records in ${file}.`)
}
