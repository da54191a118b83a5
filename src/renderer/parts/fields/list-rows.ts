/** The rows of the list editor as plain data: an entry of the CRM's, and the text that stands in its input now. */
import { isJsonObject, type Json } from '../../../shared/model/json'
import type { Draft } from './draft'
import type { EditableField } from './editable-field'
import { entryLabel } from './field-text'
import { parseEmail } from './parse-input'

export interface Row {
  readonly key: number
  readonly entry: Json
  readonly text: string
}

/** The labels that every CRM knows; others that an entry came with stay on offer for it. */
const kindsOf = { emails: ['WORK', 'HOME', 'OTHER'], phones: ['WORK', 'MOBILE', 'HOME', 'FAX', 'OTHER'] } as const

/** The entries as they would be saved, or the first thing that can't be. */
export function draftOfRows(field: EditableField, rows: readonly Pick<Row, 'entry' | 'text'>[]): Draft {
  const filled = rows.filter(({ text }) => text.trim() !== '')
  if (field.kind === 'emails' && filled.some(({ text, entry }) => text !== textOfEntry(field, entry) && !parseEmail(text).ok))
    return { ok: false, why: 'not-an-email' }
  const entries = filled.map(({ entry, text }) => withText(field, entry, text))
  return { ok: true, values: [{ path: field.path, value: entries.length > 0 ? entries : null }] }
}

export function textOfEntry(field: EditableField, entry: Json): string {
  const text = isJsonObject(entry) ? entry[memberOf(field)] : entry
  return typeof text === 'string' ? text : text === undefined || text === null ? '' : JSON.stringify(text)
}

function withText(field: EditableField, entry: Json, text: string): Json {
  if (text === textOfEntry(field, entry)) return entry
  const kept = text.trim()
  return isJsonObject(entry) ? { ...entry, [memberOf(field)]: kept } : kept
}

function memberOf(field: EditableField): 'email' | 'telephone' | 'name' {
  return field.kind === 'emails' ? 'email' : field.kind === 'phones' ? 'telephone' : 'name'
}

export function emptyRow(field: EditableField, key: number): Row {
  return { key, entry: field.kind === 'emails' || field.kind === 'phones' ? { [memberOf(field)]: '' } : '', text: '' }
}

export function withKind(entry: Json, kind: string): Json {
  if (!isJsonObject(entry)) return entry
  const { type: _was, ...rest } = entry
  return kind === '' ? rest : { ...rest, type: kind }
}

export function kindChoices(kind: 'emails' | 'phones', entry: Json): readonly string[] {
  const current = entryLabel(entry)
  const known: readonly string[] = ['', ...kindsOf[kind]]
  return current === null || known.includes(current) ? known : [...known, current]
}
