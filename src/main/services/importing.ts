/** Imports: a file comes in, is read and guessed, planned row by row, corrected, and lands as one batch. See `contract/imports.ts`. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { EngineEvent } from '../../shared/contract/events'
import { fail, FailureError } from '../../shared/failure'
import { writeField } from '../../shared/model/field-path'
import type { JsonObject } from '../../shared/model/json'
import type { ImportGuess, ImportResult, RowPlan } from '../../shared/model/import'
import { guessTable } from '../import/guess'
import { createPlanner, type Planner, type PlannedRow } from '../import/plan-row'
import { buildTable, type Table } from '../import/table-file'
import type { CommandHandlers } from './dispatch'
import { rememberMapping, rememberedMapping } from './imports/remembered'
import { beginSession, endSession, noCorrection, PlannedTable, rowOf, type Session, takePiece } from './imports/session'
import { turn } from './jobs'
import { customFieldSamples, knownRecords } from './known-records'
import { landBatch } from './land-batch'
import { withWholeName } from './person-name'
import { createRecord, editRecord } from './records'
import { requireConnection, type Workbench } from './workbench'

type ImportOperation = Extract<keyof CommandHandlers, `imports.${string}`>

type ImportStep = Extract<EngineEvent, { readonly kind: 'import.progress' }>['step']

/** Rows that guesses are made of. */
const SAMPLED_ROWS = 400
/** A person has one import open, perhaps two; what was left behind longest goes first. */
const MOST_SESSIONS = 8
/** Rows planned before others get their turn: some milliseconds. */
const ROWS_AT_ONCE = 25
const TELL_EVERY_MS = 100

export function importHandlers(bench: Workbench): Pick<CommandHandlers, ImportOperation> {
  const { settings, jobs, files } = bench
  const sessions = new Map<string, Session>()
  // What a process left behind that was killed is nobody's any more.
  rmSync(files.imports, { recursive: true, force: true })

  const requireSession = (id: string): Session => sessions.get(id) ?? fail({ kind: 'not-found', what: 'import', id })
  /** Runs a step that may take long; null when it was stopped. */
  const working = <Value>(id: string, work: (session: Session, signal: AbortSignal) => Promise<Value>): Promise<Value | null> =>
    jobs.run(`import ${id}`, async (signal) => {
      try {
        return await work(requireSession(id), signal)
      } catch (error) {
        if (signal.aborted) return null
        throw storageFailure(error, files.imports)
      }
    })
  const close = async (id: string): Promise<void> => {
    await jobs.stop(`import ${id}`)
    const session = sessions.get(id)
    sessions.delete(id)
    if (session) endSession(session)
  }

  return {
    'imports.open': async ({ connection, name }) => {
      requireConnection(settings, connection)
      const [oldest] = sessions.keys()
      if (sessions.size >= MOST_SESSIONS && oldest !== undefined) await close(oldest)
      const session = beginSession(files.imports, { id: randomUUID(), connection, name })
      sessions.set(session.id, session)
      return { id: session.id }
    },
    'imports.feed': ({ id, data }) => {
      const session = requireSession(id)
      try {
        takePiece(session, Buffer.from(data, 'base64'))
      } catch (error) {
        throw storageFailure(error, files.imports)
      }
      return { bytes: session.bytes }
    },
    'imports.guess': (input) => working(input.id, (session, signal) => guess(bench, session, input, signal)),
    'imports.plan': ({ id, settings: asked }) =>
      working(id, async (session, signal) => {
        const table = requireTable(session)
        session.plan = null
        const planner = await plannerFor(bench, session, asked, signal)
        const plan = new PlannedTable(asked, planner, table.rows)
        const tell = teller(bench, id)
        for (let row = 0; row < table.rows; row += 1) {
          plan.set(row, planRow(session, table, planner, row).plan.kind)
          if (row % ROWS_AT_ONCE !== 0) continue
          tell('planning', row, table.rows)
          await turn()
          signal.throwIfAborted()
        }
        session.plan = plan
        return plan.counts()
      }),
    'imports.rows': ({ id, kind, offset, limit }) => {
      const session = requireSession(id)
      const [table, plan] = [requireTable(session), requirePlan(session)]
      const { rows, total } = plan.page(kind, offset, limit)
      return { rows: rows.map((row) => planRow(session, table, plan.planner, row).plan), total }
    },
    'imports.correct': ({ id, row, cells, record, links }) => {
      const session = requireSession(id)
      const [table, plan] = [requireTable(session), requirePlan(session)]
      if (row >= table.rows) fail({ kind: 'not-found', what: 'row', id: String(row) })
      const before = session.corrections.get(row) ?? noCorrection
      session.corrections.set(row, {
        cells: new Map([...before.cells, ...cells.map(({ column, text }) => [column, text] as const)]),
        choice: {
          ...before.choice,
          ...(record === undefined ? {} : { record }),
          links: { ...before.choice.links, ...Object.fromEntries(links.map((link) => [link.column, link.id])) },
        },
      })
      const corrected = planRow(session, table, plan.planner, row).plan
      plan.set(row, corrected.kind)
      return { plan: corrected, counts: plan.counts() }
    },
    'imports.land': ({ id, batch }) => working(id, (session, signal) => land(bench, session, batch, signal)),
    'imports.stop': async ({ id }) => {
      await jobs.stop(`import ${id}`)
      return null
    },
    'imports.close': async ({ id }) => {
      await close(id)
      return null
    },
  }
}

/** A full disk is something that a person can act on; all else is passed on. */
function storageFailure(error: unknown, file: string): unknown {
  const isOfTheSystem = error instanceof Error && 'syscall' in error
  return isOfTheSystem ? new FailureError({ kind: 'storage', file, detail: error.message }, { cause: error }) : error
}

async function guess(
  bench: Workbench,
  session: Session,
  input: Parameters<CommandHandlers['imports.guess']>[0],
  signal: AbortSignal,
): Promise<ImportGuess> {
  const { encoding, delimiter, header, object, dates, decimal, zone } = input
  const tell = teller(bench, session.id)
  const given = { ...(encoding && { encoding }), ...(delimiter && { delimiter }), ...(header === null ? {} : { header }) }
  const same = session.table && Object.entries(given).every(([key, value]) => session.table?.reading[key as keyof Table['reading']] === value)
  if (!same) {
    session.table?.close()
    session.table = null
    session.plan = null
    session.corrections.clear()
    session.table = await buildTable(session.files, given, async (bytes) => {
      tell('reading', bytes, null)
      await turn()
      signal.throwIfAborted()
    })
  }
  const table = requireTable(session)
  const remembered = table.titles === null ? null : rememberedMapping(bench.settings, table.titles, object)
  const formats = { ...(dates && { dates }), ...(decimal && { decimal }) }
  const sample = { titles: table.titles, rows: table.sample(SAMPLED_ROWS) }
  const first = guessTable(sample, {
    object: object ?? remembered?.object ?? null,
    formats,
    zone,
    customFields: [],
    remembered: remembered?.targets ?? null,
  })
  const customFields = customFieldSamples(bench.db, session.connection, first.object)
  // Once it is known what the rows are, their custom fields count as well.
  const guessed = guessTable(sample, { object: first.object, formats, zone, customFields, remembered: remembered?.targets ?? null })
  const named = customFields.map(({ slug, label }) => ({ slug, label }))
  return { reading: table.reading, unreadable: table.unreadable, rows: table.rows, customFields: named, ...guessed }
}

async function plannerFor({ db, ...bench }: Workbench, session: Session, settings: PlannedTable['settings'], signal: AbortSignal): Promise<Planner> {
  const tell = teller(bench, session.id)
  const known = await knownRecords(db, {
    connection: session.connection,
    object: settings.object,
    match: settings.match,
    between: async () => {
      tell('preparing', 0, null)
      await turn()
      signal.throwIfAborted()
    },
  })
  return createPlanner({ settings, known, follow: (document, fields) => withWholeName(settings.object, document, fields) })
}

function planRow(session: Session, table: Table, planner: Planner, row: number): PlannedRow {
  const read = rowOf(session, table, row)
  if (!read.ok) return { plan: unreadable(row, read.text, read.words), values: [] }
  return planner.plan(row, read.cells, session.corrections.get(row)?.choice)
}

function unreadable(row: number, text: string, words: string): RowPlan {
  return {
    row,
    kind: 'error',
    cells: [text],
    name: null,
    record: null,
    fields: [],
    problems: [{ column: null, words: `a row that can be read: ${words}` }],
    choices: null,
    sameAs: null,
  }
}

/** Each row is planned anew against the mirror of its moment: what changed since the preview is seen, and never overwritten unseen. */
async function land(bench: Workbench, session: Session, name: string | null, signal: AbortSignal): Promise<ImportResult | null> {
  const table = requireTable(session)
  const { settings } = requirePlan(session)
  const planner = await plannerFor(bench, session, settings, signal)
  const batch = name ?? `Import ${session.name}`
  const counts = { created: 0, updated: 0, unchanged: 0, left: 0 }
  const place = { connection: session.connection, object: settings.object, batch }
  function* edits(): Generator<() => void> {
    for (let row = 0; row < table.rows; row += 1) {
      yield () => {
        const { plan, values } = planRow(session, table, planner, row)
        if (plan.kind === 'new') {
          createRecord(bench, { ...place, data: toDocument(values) })
          counts.created += 1
        } else if (plan.kind === 'changes' && plan.record !== null) {
          editRecord(bench, { ...place, recordId: plan.record, fields: values })
          counts.updated += 1
        } else if (plan.kind === 'unchanged') counts.unchanged += 1
        else counts.left += 1
      }
    }
  }
  const tell = teller(bench, session.id)
  const options = {
    connection: session.connection,
    batch,
    signal,
    tell: ({ step, edits: done }: { step: 'landing' | 'taking-back'; edits: number }) => tell(step, done, table.rows),
  }
  const landed = await landBatch(bench, options, edits())
  if (!landed) return null
  if (table.titles !== null) {
    const targets = table.titles.map((_, column) => settings.mapping.find((each) => each.column === column)?.target ?? null)
    await rememberMapping(bench.settings, table.titles, { object: settings.object, targets })
  }
  return { batch, ...counts }
}

function toDocument(values: PlannedRow['values']): JsonObject {
  return values.reduce<JsonObject>((document, { path, value }) => writeField(document, path, value), {})
}

function teller({ emit, world }: Pick<Workbench, 'emit' | 'world'>, id: string): (step: ImportStep, done: number, total: number | null) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return (step, done, total) => {
    if (world.now() - toldAt < TELL_EVERY_MS) return
    toldAt = world.now()
    emit({ kind: 'import.progress', id, step, done, total })
  }
}

function requireTable({ table, name }: Session): Table {
  return table ?? fail({ kind: 'bad-input', where: name, expected: 'a file that was read: imports.guess', got: 'one that was not' })
}

function requirePlan({ plan, name }: Session): PlannedTable {
  return plan ?? fail({ kind: 'bad-input', where: name, expected: 'a plan: imports.plan', got: 'none' })
}
