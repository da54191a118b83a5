/** Which record a row is about. The keys are tried in their order; the first that finds anything decides, and never between two. */
import type { FieldPath } from '../../shared/model/field-path'
import { readField } from '../../shared/model/field-path'
import type { ImportSettings, MatchKey } from '../../shared/model/import'
import type { ObjectType } from '../../shared/model/object-type'
import type { Known, KnownRecords } from './known'
import { cellText, type MappedColumn } from './read-row'

export type RowMatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'record'; readonly record: Known }
  | { readonly kind: 'several'; readonly records: readonly Known[] }
  | { readonly kind: 'unknown-id'; readonly column: number }

/** `chosen` is what a person decided: an id, or null for a new record. */
export function matchRow(
  known: KnownRecords,
  settings: ImportSettings,
  columns: readonly MappedColumn[],
  cells: readonly string[],
  chosen: string | null | undefined,
): RowMatch {
  if (chosen === null) return { kind: 'none' }
  if (chosen !== undefined) {
    const record = known.byId(settings.object, chosen)
    if (record) return { kind: 'record', record }
  }
  for (const key of settings.match) {
    const id = key === 'id' ? columns.find(({ target }) => target.kind === 'id') : undefined
    const idText = id ? cellText(cells, id.column).trim() : ''
    if (id && idText !== '') {
      const record = known.byId(settings.object, idText)
      return record ? { kind: 'record', record } : { kind: 'unknown-id', column: id.column }
    }
    const found = unique(lookUp(known, settings.object, key, columns, cells))
    const [first, ...others] = found
    if (first) return others.length === 0 ? { kind: 'record', record: first } : { kind: 'several', records: found }
  }
  return { kind: 'none' }
}

/** What two rows about the same new record have in common, by the keys that are matched by. */
export function identityOf(settings: ImportSettings, columns: readonly MappedColumn[], cells: readonly string[]): readonly string[] {
  return settings.match.flatMap((key) => keyTexts(key, columns, cells).map((text) => `${key} ${normal(key, text)}`))
}

function lookUp(
  known: KnownRecords,
  object: ObjectType,
  key: MatchKey,
  columns: readonly MappedColumn[],
  cells: readonly string[],
): readonly Known[] {
  switch (key) {
    case 'id':
      return []
    case 'email':
    case 'domain':
    case 'phone':
      return keyTexts(key, columns, cells).flatMap((text) => known.byKey(object, key, text))
    case 'name-company': {
      const name = nameText(columns, cells)
      if (name === null) return []
      const company = companyText(columns, cells)
      return known.byKey(object, 'name', name).filter((record) => company === null || isOfCompany(known, record, company))
    }
    default:
      return keyTexts(key, columns, cells).flatMap((text) => known.byField(key.slice('field:'.length), text))
  }
}

function keyTexts(key: MatchKey, columns: readonly MappedColumn[], cells: readonly string[]): readonly string[] {
  const of = (...paths: readonly string[]): readonly string[] =>
    columns
      .filter(({ target }) => target.path !== null && paths.includes(target.path))
      .map(({ column }) => cellText(cells, column).trim())
      .filter((text) => text !== '')
  switch (key) {
    case 'id':
      return []
    case 'email':
      return of('emails')
        .flatMap((text) => text.split(/[;,\s]+/))
        .filter((part) => part.includes('@'))
    case 'domain':
      return of('domains', 'websites')
        .flatMap((text) => text.split(/[;\s]+/))
        .filter((part) => part.includes('.'))
    case 'phone':
      return of('telephones').flatMap((text) => text.split(/;/))
    case 'name-company': {
      const name = nameText(columns, cells)
      return name === null ? [] : [`${name} ${companyText(columns, cells) ?? ''}`]
    }
    default:
      return of(key.slice('field:'.length))
  }
}

function nameText(columns: readonly MappedColumn[], cells: readonly string[]): string | null {
  const text = (of: string): string => {
    const column = columns.find(({ target }) => target.text === of)
    return column ? cellText(cells, column.column).trim() : ''
  }
  // Words count in any order, so "Doe, Jane" is the name of Jane Doe.
  const name = text('name') || text('name:last-first') || `${text('first_name')} ${text('last_name')}`.trim()
  return name === '' ? null : name
}

function companyText(columns: readonly MappedColumn[], cells: readonly string[]): string | null {
  const column = columns.find(({ target }) => target.path === 'company' || target.path === 'company_name' || target.path === 'company_ids')
  const text = column ? cellText(cells, column.column).trim() : ''
  return text === '' ? null : text
}

/** By the company's name in the record, or by the company that it is linked with. */
function isOfCompany(known: KnownRecords, { document }: Known, company: string): boolean {
  const named = ['company', 'company_name'].map((path) => readField(document, path as FieldPath))
  if (named.some((name) => typeof name === 'string' && name.trim().toLowerCase() === company.toLowerCase())) return true
  const linked = readField(document, 'company_ids' as FieldPath)
  const ids: readonly unknown[] = Array.isArray(linked) ? linked : []
  if (ids.includes(company)) return true
  const meant = new Set(known.byKey('company', 'name', company).flatMap(({ id, remoteId }) => [id, remoteId]))
  return ids.some((id) => meant.has(id as never))
}

function normal(key: MatchKey, text: string): string {
  const folded = text.trim().toLowerCase()
  return key === 'phone' ? folded.replaceAll(/\D/g, '').replace(/^0+/, '').slice(-9) : folded
}

function unique(records: readonly Known[]): readonly Known[] {
  return [...new Map(records.map((record) => [record.id, record])).values()]
}
