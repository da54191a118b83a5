/** What `import --json` prints; promised in docs/command-line.md as the other shapes are. */
import type { DuplicateGroup, MergeResult } from '../../../shared/model/duplicates'
import type { ColumnMapping, ImportGuess, ImportResult, RowCounts, RowPlan } from '../../../shared/model/import'

/** Rows count from 1, as a person does; the header is none of them. */
export function plannedRowJson({ row, kind, record, name, fields, problems, choices, sameAs }: RowPlan, { columns }: Pick<ImportGuess, 'columns'>) {
  const titleOf = (column: number | null): string | null => (column === null ? null : (columns[column]?.title ?? null))
  return {
    row: row + 1,
    kind,
    record_id: record,
    name,
    fields,
    problems: problems.map(({ column, words }) => ({ column: titleOf(column), expected: words })),
    candidates: choices === null ? [] : choices.candidates.map(({ id, name: of, fact }) => ({ column: titleOf(choices.column), id, name: of, fact })),
    same_as: sameAs === null ? null : sameAs + 1,
  }
}

interface Imported {
  readonly guess: ImportGuess
  readonly mapping: readonly ColumnMapping[]
  readonly counts: RowCounts
  /** Null: a dry run. */
  readonly result: ImportResult | null
  readonly rejects: string | null
}

export function importedJson({ guess, mapping, counts, result, rejects }: Imported) {
  const { reading, formats, rows, unreadable, columns } = guess
  return {
    dry_run: result === null,
    batch: result?.batch ?? null,
    rows,
    created: result?.created ?? 0,
    updated: result?.updated ?? 0,
    unchanged: result?.unchanged ?? 0,
    left: result?.left ?? 0,
    planned: counts,
    rejects,
    read_as: { ...reading, dates: formats.dates, decimal: formats.decimal, zone: formats.zone, unreadable },
    columns: columns.map(({ column, title, confidence }) => {
      const target = mapping.find((each) => each.column === column)?.target ?? null
      return { title, target, confidence: target === columns[column]?.target ? confidence : 'given' }
    }),
  }
}

export function duplicateGroupJson({ strength, score, reasons, records }: DuplicateGroup) {
  return { strength, score, reasons, records: records.map(({ id, remoteId, name, fact }) => ({ id: remoteId ?? id, name, fact })) }
}

export function mergeJson({ batch, keep, fields, moved, deleted }: MergeResult) {
  return { batch, keep, fields, moved: Object.fromEntries(moved.map(({ object, count }) => [object, count])), deleted }
}
