/**
 * What would become of one row: pure, so that the preview and the landing can't disagree.
 *
 *   cells ─▶ read ─▶ which record? ─▶ which fields differ? ─▶ new · changes · unchanged
 *              │           │                 │
 *            error      choose             twice: an earlier row is about the same record
 *
 * Two records that fit are never decided between, an id that nobody here has is never made up, and an empty cell leaves a value alone unless
 * it was asked to clear.
 */
import { type FieldPath, type FieldValue, readField } from '../../shared/model/field-path'
import { isEmptyValue, isJsonObject, type Json } from '../../shared/model/json'
import type { Candidate, CellProblem, ImportSettings, PlannedField, RowPlan } from '../../shared/model/import'
import type { RecordDocument } from '../../shared/model/record'
import { displayName } from '../../shared/model/record'
import { kindOf, sameValue } from '../../shared/sync/merge-field'
import { parseCell } from './cell-values'
import { identityOf, matchRow } from './match-row'
import { joinedList } from '../../shared/model/joined-list'
import type { KnownRecords } from './known'
import { candidateOf, resolveLink, resolveStage } from './links'
import { cellText, exportReaders, type MappedColumn, mappedColumns, type ReadCell, readCells, saysTheSame } from './read-row'
import { parseTarget } from '../../shared/model/import-targets'

/** What a person decided for one row: which record it is about (null: a new one), and who a link means, by column. */
export interface RowChoice {
  readonly record?: string | null
  readonly links?: Readonly<Record<number, string>>
}

export interface Planner {
  /** Rows are given in the order of the file: an earlier one about the same record makes a later one `twice`. */
  plan(row: number, cells: readonly string[], choice?: RowChoice): PlannedRow
}

/** A plan, and what lands of it. */
export interface PlannedRow {
  readonly plan: RowPlan
  readonly values: readonly FieldValue[]
}

export interface PlannerParts {
  readonly settings: ImportSettings
  readonly known: KnownRecords
  /** What else changes with these values of that record: a person's whole name follows its parts. */
  readonly follow: (document: RecordDocument, fields: readonly FieldValue[]) => readonly FieldValue[]
}

/** Fails where the mapping names what the object type does not have. */
export function createPlanner(parts: PlannerParts): Planner {
  const { settings, known } = parts
  const columns = mappedColumns(settings)
  const readers = exportReaders(
    settings.object,
    columns.map(({ target }) => target),
  )
  const seen = new Map<string, number>()
  return {
    plan(row, cells, choice = {}) {
      const match = matchRow(known, settings, columns, cells, choice.record)
      const planned = planAgainst(parts, { row, cells, choice, columns, readers }, match)
      const { kind } = planned.plan
      if (kind === 'error' || kind === 'choose' || kind === 'skipped') return planned
      const keys = match.kind === 'record' ? [`id ${match.record.id}`] : identityOf(settings, columns, cells)
      const earlier = keys.map((key) => seen.get(key)).find((at) => at !== undefined && at !== row)
      if (earlier !== undefined) return { plan: { ...planned.plan, kind: 'twice', sameAs: earlier, fields: [] }, values: [] }
      for (const key of keys) seen.set(key, row)
      return planned
    },
  }
}

interface RowParts {
  readonly row: number
  readonly cells: readonly string[]
  readonly choice: RowChoice
  readonly columns: readonly MappedColumn[]
  readonly readers: ReturnType<typeof exportReaders>
}

function planAgainst(parts: PlannerParts, rowParts: RowParts, match: ReturnType<typeof matchRow>): PlannedRow {
  const { settings, known } = parts
  const { row, cells, choice, columns, readers } = rowParts
  const record = match.kind === 'record' ? match.record : null
  const base: RowPlan = {
    row,
    kind: 'error',
    cells,
    name: record?.name ?? null,
    record: record?.id ?? null,
    fields: [],
    problems: [],
    choices: null,
    sameAs: null,
  }
  const outcome = (plan: Partial<RowPlan>, values: readonly FieldValue[] = []): PlannedRow => ({ plan: { ...base, ...plan }, values })

  if (match.kind === 'unknown-id') return outcome({ problems: [{ column: match.column, words: `the id of a ${settings.object} that is here` }] })
  const isNew = match.kind === 'none'
  // What the record says already needs no reading: a file that we exported comes back unchanged whatever its cells hold.
  const spoken =
    record === null ? columns : columns.filter(({ column, target }) => !saysTheSame(target, cellText(cells, column), record.document, readers))
  const { read, problems } = readCells(spoken, cells, {
    formats: settings.formats,
    held: record?.document ?? null,
    customValue: (slug) => known.customValue(slug),
  })
  const filled = isNew ? withDefaults(settings, read) : { read, problems: [] }
  const links = resolveAll(known, settings, filled.read, cells, columns, choice.links ?? {})
  const all = [...problems, ...filled.problems, ...links.problems]
  const named = nameFrom(settings, links.values) ?? base.name
  if (all.length > 0) return outcome({ name: named, problems: all })
  if (match.kind === 'several') return outcome({ kind: 'choose', name: named, choices: { column: null, candidates: match.records.map(candidateOf) } })
  if (links.choices !== null) return outcome({ kind: 'choose', name: named, choices: links.choices })
  if ((isNew && settings.mode === 'update') || (!isNew && settings.mode === 'new')) return outcome({ kind: 'skipped', name: named })

  const document = record?.document ?? {}
  const values = differing(parts, document, links.values, isNew)
  const fields = values.map(({ path, value }): PlannedField => ({ path, old: readField(document, path) ?? null, new: value }))
  if (!isNew) return outcome({ kind: values.length === 0 ? 'unchanged' : 'changes', fields }, values)
  if (values.length === 0) return outcome({ problems: [{ column: null, words: 'something in at least one of the mapped columns' }] })
  return outcome({ kind: 'new', name: named, fields }, values)
}

/** The values that change something, with what follows from them. */
function differing(
  { settings, follow }: PlannerParts,
  document: RecordDocument,
  values: readonly FieldValue[],
  isNew: boolean,
): readonly FieldValue[] {
  const { object, lists, emptyClears } = settings
  const differs = ({ path, value }: FieldValue): boolean => !sameValue(kindOf(object, path), readField(document, path), value)
  const given = values.flatMap((field): readonly FieldValue[] => {
    if (isEmptyValue(field.value)) return emptyClears && !isNew ? [{ ...field, value: null }] : []
    return [{ ...field, value: joinedList(kindOf(object, field.path), readField(document, field.path), field.value, lists) }]
  })
  const changed = given.filter(differs)
  return changed.length === 0 ? [] : follow(document, changed).filter(differs)
}

interface Resolution {
  readonly values: readonly FieldValue[]
  readonly problems: readonly CellProblem[]
  readonly choices: RowPlan['choices']
}

/** Cells that fill the same list are joined; words become ids. */
function resolveAll(
  known: KnownRecords,
  { object }: ImportSettings,
  read: readonly ReadCell[],
  cells: readonly string[],
  columns: readonly MappedColumn[],
  chosen: Readonly<Record<number, string>>,
): Resolution {
  const values = new Map<FieldPath, Json>()
  const problems: CellProblem[] = []
  let choices: { readonly column: number; readonly candidates: readonly Candidate[] } | null = null
  // Ids say more than names: where a table has both columns, the names are only for people.
  const hasIds = (path: string): boolean =>
    read.some(({ path: other, target, words }) => other === path && target.kind === 'reference-ids' && words !== null)
  const pipeline = pipelineOf(known, cells, columns)
  for (const { path, column, target, value, words } of read) {
    if (words === null) {
      if (isEmptyValue(value)) {
        if (!values.has(path)) values.set(path, null)
      } else values.set(path, joinedList(kindOf(object, path), values.get(path), value, 'add'))
      continue
    }
    if (target.kind !== 'reference-ids' && hasIds(path)) continue
    const resolved: Json[] = []
    for (const word of words) {
      if (target.kind === 'stages' || target.kind === 'references' || target.kind === 'reference-ids') {
        const stage = resolveStage(known, target, word, path === 'stages' ? pipeline : null)
        if ('value' in stage) resolved.push(stage.value)
        else problems.push({ column, words: stage.words })
        continue
      }
      const choice = words.length === 1 ? chosen[column] : undefined
      const link = target.to === null ? null : resolveLink(known, target.to, choice ?? word)
      if (link?.kind === 'one') resolved.push(link.id)
      else if (link?.kind === 'several' && words.length === 1) choices ??= { column, candidates: link.candidates }
      else problems.push({ column, words: link?.kind === 'none' ? link.words : 'one record: several are called so' })
    }
    const isList = !['user', 'relation'].includes(target.kind)
    if (resolved.length > 0) values.set(path, isList ? joinedList(kindOf(object, path), values.get(path), resolved, 'add') : (resolved[0] ?? null))
  }
  return { values: [...values].map(([path, value]) => ({ path, value })), problems, choices }
}

/** Which pipeline the row names, so that its stage is looked for there. */
function pipelineOf(known: KnownRecords, cells: readonly string[], columns: readonly MappedColumn[]): string | null {
  for (const { column, target } of columns) {
    const text = target.path === 'pipelines' ? cellText(cells, column).trim() : ''
    const found = text === '' ? null : resolveStage(known, target, text, null)
    const id = found && 'value' in found && isJsonObject(found.value) ? found.value['id'] : null
    if (typeof id === 'string') return id
  }
  return null
}

/** A new record gets the defaults for what its row leaves empty. */
function withDefaults(
  settings: ImportSettings,
  read: readonly ReadCell[],
): { readonly read: readonly ReadCell[]; readonly problems: readonly CellProblem[] } {
  const given = new Set(read.filter(({ value, words }) => !isEmptyValue(value) || words !== null).map(({ path }) => path as string))
  const added: ReadCell[] = []
  const problems: CellProblem[] = []
  for (const [name, text] of Object.entries(settings.defaults)) {
    const target = parseTarget(settings.object, name)
    if (target.path === null || given.has(target.path) || text.trim() === '') continue
    const value = parseCell(target, text, settings.formats)
    const cell = { path: target.path as FieldPath, column: -1, target }
    if (value.kind === 'problem') problems.push({ column: null, words: `as the default of ${name}, ${value.words}` })
    else added.push({ ...cell, value: value.kind === 'value' ? value.value : null, words: value.kind === 'references' ? value.words : null })
  }
  return { read: [...read, ...added], problems }
}

function nameFrom({ object }: ImportSettings, values: readonly FieldValue[]): string | null {
  return displayName(object, Object.fromEntries(values.map(({ path, value }) => [path, value])))
}
