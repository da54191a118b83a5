/** From the cells of one row to the fields that it fills, by path, and to the cells that can't be used. */
import type { FieldPath } from '../../shared/model/field-path'
import { isEmptyValue, type Json, type JsonObject } from '../../shared/model/json'
import { readField } from '../../shared/model/field-path'
import type { CellFormats, CellProblem, ImportSettings } from '../../shared/model/import'
import type { RecordDocument } from '../../shared/model/record'
import { cellOf, tableColumns } from '../../shared/model/table'
import { parseCell, parseCustomCell } from './cell-values'
import { parseTarget, type Target } from '../../shared/model/import-targets'
import { unguardFormulas } from '../../shared/csv'

/** A mapped column, with what it means. */
export interface MappedColumn {
  readonly column: number
  readonly target: Target
}

export function mappedColumns({ object, mapping }: Pick<ImportSettings, 'object' | 'mapping'>): readonly MappedColumn[] {
  return mapping.flatMap(({ column, target }) => (target === null ? [] : [{ column, target: parseTarget(object, target) }]))
}

/** What a cell says, without the mark of our export; a missing cell is an empty one. */
export function cellText(cells: readonly string[], column: number): string {
  return unguardFormulas(cells[column] ?? '')
}

export interface ReadCell {
  readonly path: FieldPath
  readonly column: number
  readonly target: Target
  /** Null: the cell is empty. */
  readonly value: Json
  /** Words that name other records, still to be resolved. */
  readonly words: readonly string[] | null
}

/** `held` is the record that the row is about, where it is known: a cell that says what it holds already is read as just that. */
export function readCells(
  columns: readonly MappedColumn[],
  cells: readonly string[],
  {
    formats,
    held,
    customValue,
  }: { readonly formats: CellFormats; readonly held: RecordDocument | null; readonly customValue: (slug: string) => Json | undefined },
): { readonly read: readonly ReadCell[]; readonly problems: readonly CellProblem[] } {
  const read: ReadCell[] = []
  const problems: CellProblem[] = []
  for (const { column, target } of columns) {
    if (target.path === null) continue
    // The catalogue's paths are field paths by definition, and a target was parsed.
    const path = target.path as FieldPath
    const text = cellText(cells, column)
    const base = { path, column, target }
    if (text.trim() === '') {
      read.push({ ...base, value: null, words: null })
      continue
    }
    const value = target.path.startsWith('metadata.')
      ? parseCustomCell(text, customHeld(held, path) ?? customValue(target.path.slice('metadata.'.length)), formats)
      : parseCell(target, text, formats)
    switch (value.kind) {
      case 'problem':
        problems.push({ column, words: value.words })
        break
      case 'references':
        read.push({ ...base, value: null, words: value.words })
        break
      case 'value':
        read.push(...(target.kind === 'last-first' ? nameParts(base, text) : [{ ...base, value: value.value, words: null }]))
        break
    }
  }
  return { read, problems }
}

/** Whether the cell says, to the letter, what our export would write for what the record holds. */
export function saysTheSame(
  target: Target,
  text: string,
  document: RecordDocument,
  titles: ReadonlyMap<string, (document: RecordDocument) => Json | undefined>,
): boolean {
  const read = titles.get(target.text)
  return read !== undefined && String(cellOf(read(document))) === text
}

/** The export's columns by title, custom fields of the mapping among them. */
export function exportReaders(
  object: ImportSettings['object'],
  targets: readonly Target[],
): ReadonlyMap<string, (document: RecordDocument) => Json | undefined> {
  const slugs = targets.flatMap(({ path }) => (path?.startsWith('metadata.') ? [path.slice('metadata.'.length)] : []))
  return new Map(tableColumns(object, slugs).map(({ title, read }) => [title, read]))
}

function customHeld(held: JsonObject | null, path: FieldPath): Json | undefined {
  const value = held === null ? undefined : readField(held, path)
  return isEmptyValue(value) ? undefined : value
}

/** "Doe, Jane": the part before the comma is the last name. Without a comma it is a whole name. */
function nameParts(base: Pick<ReadCell, 'column' | 'target'>, text: string): readonly ReadCell[] {
  const [, last = '', first = ''] = /^([^,]+),\s*(.+)$/s.exec(text.trim()) ?? []
  const part = (path: string, value: string): ReadCell => ({ ...base, path: path as FieldPath, value, words: null })
  if (last === '') return [part('name', text.trim())]
  return [part('name', wholeName(first.trim(), last.trim())), part('first_name', first.trim()), part('last_name', last.trim())]
}

/** Where names are written without spaces, the family's comes first. */
function wholeName(first: string, last: string): string {
  const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(last)
  return isUnspaced ? `${last} ${first}` : `${first} ${last}`
}
