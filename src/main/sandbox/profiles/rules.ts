/** What several CRMs insist on or make of values, for their profiles to be put together from. */
import { createHash } from 'node:crypto'
import { isEmptyValue, isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import type { CrmObject } from '../catalogue'
import type { Objection } from './profile'

/** The fields that a record of each type can't be without, by this CRM's own names for them. */
export type Required = Readonly<Partial<Record<CrmObject, Readonly<Record<string, string>>>>>

/** Those that are missing, by the CRM's names. */
export function missing(required: Required, object: CrmObject, record: JsonObject): readonly string[] {
  return Object.entries(required[object] ?? {}).flatMap(([field, name]) => (isEmptyValue(record[field]) ? [name] : []))
}

/** An address that is none: the one rule that all have. */
export function badEmail(record: JsonObject): string | null {
  const emails = Array.isArray(record['emails']) ? (record['emails'] as readonly Json[]) : []
  const addresses = emails.map((entry) => (isJsonObject(entry) ? entry['email'] : undefined))
  return addresses.find((address): address is string => typeof address === 'string' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address.trim())) ?? null
}

export function objectionIf(words: string | null | undefined, status = 400): Objection | null {
  return words === null || words === undefined ? null : { status, words }
}

/** Each entry's member of a list such as `telephones`, through `change`. */
export function eachMember(fields: JsonObject, list: string, member: string, change: (text: string) => string): JsonObject {
  const entries = fields[list]
  if (!Array.isArray(entries)) return fields
  const changed = entries.map((entry: Json) => {
    const text = isJsonObject(entry) ? entry[member] : undefined
    return isJsonObject(entry) && typeof text === 'string' ? { ...entry, [member]: change(text) } : entry
  })
  return { ...fields, [list]: changed }
}

export function eachText(fields: JsonObject, names: readonly string[], change: (text: string) => string): JsonObject {
  const texts = names.flatMap((name) => (typeof fields[name] === 'string' ? [[name, change(fields[name])] as const] : []))
  return { ...fields, ...Object.fromEntries(texts) }
}

export const lowerCaseEmails = (fields: JsonObject): JsonObject => eachMember(fields, 'emails', 'email', (text) => text.trim().toLowerCase())

/** `(415) 555-0132` of ten American digits, and whatever else it is as it came. */
export function americanPhone(text: string): string {
  const digits = text.replaceAll(/\D/g, '')
  const match = /^1?(\d{3})(\d{3})(\d{4})$/.exec(digits)
  return match && !text.trim().startsWith('+') ? `(${match[1]}) ${match[2]}-${match[3]}` : text
}

export const digitsOnly = (text: string): string => text.replaceAll(/[^\d+]/g, '')

/** A number below `range` that the same text always gives. */
export function numberOf(text: string, range: number): number {
  return Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 12), 16) % range
}

export const names = ['name', 'first_name', 'last_name'] as const

/** `big_deal` → `Big_Deal`. */
export function capitalized(slug: string): string {
  return slug.replaceAll(/(^|_)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
}
