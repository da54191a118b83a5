/** `import`: a table of records lands as one batch of changes. Nothing is sent. */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Option } from '@commander-js/extra-typings'
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import type { Satchel } from '../../../shared/contract/client'
import { fail } from '../../../shared/failure'
import {
  dateOrders,
  decimalSigns,
  type Delimiter,
  delimiters,
  encodings,
  type ImportGuess,
  importModes,
  type RowKind,
  type RowPlan,
} from '../../../shared/model/import'
import { reasonOf } from '../../../shared/model/import-reasons'
import { matchKeysFor } from '../../../shared/model/import-match'
import { parseWritableObject } from '../arguments'
import { mappingOf, parseDefaults } from '../import/column-map'
import { writeRejects } from '../import/rejects'
import { type Invocation, requireConnection } from '../invocation'
import { importedJson, plannedRowJson } from '../output/import-shapes'
import { showImportProgress } from '../progress'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

/** A piece of the file on its way to the engine, before base64. */
const PIECE_BYTES = 512 << 10
const ROWS_AT_ONCE = 200

export function addImportCommand(program: Program, act: Act): void {
  program
    .command('import')
    .description('a table (CSV) of records as one batch of changes; nothing is sent')
    .argument('<object>')
    .argument('<file>', 'the file; - reads stdin')
    .option('--map <column=path...>', 'what a column means; the others are skipped. Without it the columns are guessed')
    .option('--guess', 'guess the columns that --map does not name')
    .option('--match <keys>', 'how a row finds its record, in this order: id, email, domain, phone, name-company, field:PATH')
    .addOption(new Option('--mode <mode>', 'what rows may do').choices(importModes).default('both' as const))
    .option('--default <path=text...>', 'for new records whose row leaves the field empty')
    .option('--empty-clears', 'an empty cell clears the field; else it leaves the value alone')
    .addOption(new Option('--lists <how>', 'what a list in a cell does to the record’s').choices(['add', 'replace'] as const).default('add' as const))
    .option('--delimiter <sign>', 'comma, semicolon, tab or bar; else guessed, as all of these')
    .addOption(new Option('--encoding <name>').choices(encodings))
    .addOption(new Option('--dates <order>', 'the order of day, month and year').choices(dateOrders))
    .addOption(new Option('--decimal <sign>').choices(decimalSigns))
    .option('--zone <name>', 'where times without a zone are meant, such as Europe/Berlin', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option('--no-header', 'the first row is a record like the others')
    .option('--header', 'the first row names the columns')
    .option('--dry-run', 'only say what would become of each row')
    .option('--batch <name>', 'the name of the batch; else the file’s')
    .option('--rejects <file>', 'write the rows that can’t land into this file, with the reason')
    .action((rawObject, file, options) =>
      act('import', async (invocation) => {
        const object = parseWritableObject(rawObject)
        const { delimiter: rawDelimiter, encoding = null, dates = null, decimal = null, header = null, zone } = options
        const reading = { object, encoding, dates, decimal, header, zone, delimiter: parseDelimiter(rawDelimiter) }
        const { id: connection } = await requireConnection(invocation)
        const satchel = await invocation.satchel()
        const { id } = await satchel.request('imports.open', { connection, name: file === '-' ? 'stdin' : basename(file) })
        const progress = showImportProgress(satchel, id, invocation.around.stderr)
        // Where the app holds the workspace its engine outlives this command: it is told that nobody waits any more.
        invocation.around.stopped.addEventListener('abort', () => void satchel.request('imports.stop', { id }), { once: true })
        try {
          await feed(satchel, id, invocation, file)
          const guess = stopped(await satchel.request('imports.guess', { id, ...reading }))
          const settings = settingsOf(guess, object, options)
          const counts = stopped(await satchel.request('imports.plan', { id, settings }))
          const rows = (kind: RowKind | null) => eachRow(satchel, id, kind)
          if (options.dryRun) for await (const plans of rows(null)) await sayRows(invocation, plans, guess)
          const rejected = options.rejects === undefined ? null : await writeRejects(options.rejects, guess, leftRows(rows))
          const result = options.dryRun ? null : stopped(await satchel.request('imports.land', { id, batch: options.batch ?? null }))
          const summary = importedJson({ guess, mapping: settings.mapping, counts, result, rejects: options.rejects ?? null })
          if (invocation.out.json) return await invocation.out.document(options.dryRun ? { summary } : summary)
          const left = counts.error + counts.choose + counts.twice + counts.skipped
          const did = result
            ? `${result.created} new, ${result.updated} changed, ${result.unchanged} unchanged, ${result.left} left out. Batch “${result.batch}”.`
            : `Would be: ${counts.new} new, ${counts.changes} changed, ${counts.unchanged} unchanged, ${left} left out.`
          await invocation.out.say(did, ...(rejected === null ? [] : [`${rejected} rows with their reasons in ${options.rejects}.`]))
        } finally {
          progress.end()
          // An engine that is gone, or a session that it forgot, has nothing left to close.
          await satchel.request('imports.close', { id }).catch(() => undefined)
        }
      }),
    )
}

type PlanSettings = InputOf<SatchelOperations['imports.plan']>['settings'] & { mapping: { column: number; target: string | null }[] }

interface MappingOptions {
  readonly map?: readonly string[] | undefined
  readonly guess?: true | undefined
  readonly match?: string | undefined
  readonly mode: 'both' | 'new' | 'update'
  readonly default?: readonly string[] | undefined
  readonly emptyClears?: true | undefined
  readonly lists: 'add' | 'replace'
}

function settingsOf(guess: ImportGuess, object: PlanSettings['object'], options: MappingOptions): PlanSettings {
  const mapping = mappingOf(guess.columns, options.map ?? [], options.guess ?? false)
  if (mapping.every(({ target }) => target === null))
    wrongUsage('No column means anything here.', `Its columns: ${guess.columns.map(({ title }) => title).join(', ')}. Use --map.`)
  return {
    object,
    mapping: [...mapping],
    formats: guess.formats,
    mode: options.mode,
    match:
      options.match === undefined
        ? [
            ...matchKeysFor(
              object,
              mapping.flatMap(({ target }) => target ?? []),
            ),
          ]
        : options.match.split(',').map((key) => key.trim()),
    defaults: parseDefaults(options.default ?? []),
    emptyClears: options.emptyClears ?? false,
    lists: options.lists,
  }
}

async function feed(satchel: Satchel, id: string, { around }: Invocation, file: string): Promise<void> {
  const send = (piece: Buffer): Promise<unknown> => satchel.request('imports.feed', { id, data: piece.toString('base64') })
  if (file === '-') {
    for await (const chunk of around.stdin) {
      const bytes = Buffer.from(chunk)
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) await send(bytes.subarray(at, at + PIECE_BYTES))
    }
    return
  }
  const handle = await open(file).catch((error: unknown) =>
    fail({ kind: 'bad-input', where: file, expected: 'a file that can be read', got: error instanceof Error ? error.message : String(error) }),
  )
  try {
    const buffer = Buffer.alloc(PIECE_BYTES)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE_BYTES)
      if (bytesRead === 0) return
      await send(buffer.subarray(0, bytesRead))
    }
  } finally {
    await handle.close()
  }
}

async function* eachRow(satchel: Satchel, id: string, kind: RowKind | null): AsyncGenerator<readonly RowPlan[]> {
  for (let offset = 0; ; offset += ROWS_AT_ONCE) {
    const { rows, total } = await satchel.request('imports.rows', { id, kind, offset, limit: ROWS_AT_ONCE })
    if (rows.length > 0) yield rows
    if (offset + ROWS_AT_ONCE >= total) return
  }
}

async function* leftRows(rows: (kind: RowKind) => AsyncGenerator<readonly RowPlan[]>): AsyncGenerator<readonly RowPlan[]> {
  for (const kind of ['error', 'choose', 'twice'] as const) yield* rows(kind)
}

async function sayRows({ out }: Invocation, plans: readonly RowPlan[], guess: ImportGuess): Promise<void> {
  if (out.json) {
    for (const plan of plans) await out.document(plannedRowJson(plan, guess))
    return
  }
  await out.table(
    [{ title: 'ROW', align: 'right' }, { title: 'WILL BE' }, { title: 'NAME' }, { title: 'WHAT' }],
    plans.map((plan) => [String(plan.row + 1), plan.kind, plan.name ?? '', reasonOf(plan, guess) || plan.fields.map(({ path }) => path).join(', ')]),
  )
}

/** Null is an import that somebody stopped: whoever did knows. */
function stopped<Value>(answer: Value | null): Value {
  return answer ?? fail({ kind: 'bad-input', where: 'import', expected: 'to run to its end', got: 'a stop; nothing was changed' })
}

function parseDelimiter(raw: string | undefined): Delimiter | null {
  if (raw === undefined) return null
  const named: Readonly<Record<string, Delimiter>> = { comma: ',', semicolon: ';', tab: '\t', bar: '|', '\\t': '\t' }
  const sign = Object.hasOwn(named, raw) ? named[raw] : delimiters.find((each) => each === raw)
  return sign ?? wrongUsage('--delimiter: expected comma, semicolon, tab or bar.')
}
