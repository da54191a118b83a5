/**
 * A value as one line of text: what the diff compares, what a sentence quotes and what history shows.
 *
 * Links and users become names through `names`; an id that nobody knows stays as it is, so that nothing looks empty that isn't.
 */
import type { FieldKind } from '../../../shared/model/fields'
import { isEmptyValue, isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { listOf } from '../diff/list-diff'
import { formatDayTime, formatMoney, formatNumber, formatPercent, parseMoment } from '../format'

export interface TextContext {
  readonly nameOf: (id: string) => string | null
  /** For money: the currency beside it. */
  readonly currency: string | null
  readonly yes: string
  readonly no: string
}

/** Empty text for an empty value: the caller says what that is called in its place. */
export function fieldText(kind: FieldKind, value: Json | undefined, context: TextContext): string {
  if (isEmptyValue(value)) return ''
  switch (kind) {
    case 'number':
      return typeof value === 'number' ? formatNumber(value) : plainText(value)
    case 'money':
      return typeof value === 'number' ? formatMoney(value, context.currency, { full: true }) : plainText(value)
    case 'percent':
      return typeof value === 'number' ? formatPercent(value) : plainText(value)
    case 'boolean':
      return typeof value === 'boolean' ? (value ? context.yes : context.no) : plainText(value)
    case 'date-time': {
      const moment = parseMoment(value)
      return moment ? formatDayTime(moment) : plainText(value)
    }
    case 'user':
    case 'relation':
      return typeof value === 'string' ? (context.nameOf(value) ?? value) : plainText(value)
    case 'texts':
    case 'urls':
    case 'emails':
    case 'phones':
    case 'relations':
    case 'references':
    case 'stages':
      return listOf(value)
        .map((entry) => entryText(kind, entry, context))
        .join(', ')
    case 'text':
    case 'long-text':
    case 'url':
    case 'select':
    case 'object':
    case 'custom':
      return plainText(value)
  }
}

/** One entry of a list. */
export function entryText(kind: FieldKind, entry: Json, context: TextContext): string {
  if (kind === 'relations' && typeof entry === 'string') return context.nameOf(entry) ?? entry
  if (!isJsonObject(entry)) return plainText(entry)
  const main = kind === 'emails' ? entry['email'] : kind === 'phones' ? entry['telephone'] : (entry['name'] ?? entry['id'])
  return typeof main === 'string' && main !== '' ? main : plainText(entry)
}

/** What kind of address it is, as the CRM calls it: `WORK`, `MOBILE`. */
export function entryLabel(entry: Json): string | null {
  const type = isJsonObject(entry) ? entry['type'] : null
  return typeof type === 'string' && type.trim() !== '' ? type : null
}

function plainText(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
}

/** All ids that a value refers to. */
export function idsIn(kind: FieldKind, value: Json | undefined): readonly string[] {
  if (kind !== 'user' && kind !== 'relation' && kind !== 'relations') return []
  return listOf(value).filter((entry): entry is string => typeof entry === 'string' && entry !== '')
}

/** The currency that stands beside an amount in a document. */
export function currencyOf(document: JsonObject): string | null {
  const currency = document['currency']
  return typeof currency === 'string' && currency !== '' ? currency : null
}
