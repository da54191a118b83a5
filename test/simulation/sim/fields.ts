/** The fields that rep and colleagues edit, and values that can be told apart for ever: each carries a mark that no other one has. */
import { type FieldPath, readField } from '../../../src/shared/model/field-path'
import type { Json, JsonObject } from '../../../src/shared/model/json'

export type Kind = 'text' | 'number' | 'date' | 'emails' | 'phones' | 'tags' | 'links'
export type Mirrored = 'contact' | 'company' | 'deal'
export const mirrored: readonly Mirrored[] = ['contact', 'company', 'deal']

export interface Field {
  readonly path: FieldPath
  readonly kind: Kind
  readonly to?: Mirrored
}

const field = (path: string, kind: Kind, to?: Mirrored): Field => ({ path: path as FieldPath, kind, ...(to ? { to } : {}) })

export const fieldsOf: Readonly<Record<Mirrored, readonly Field[]>> = {
  contact: [
    field('title', 'text'),
    field('department', 'text'),
    field('company', 'text'),
    field('address.city', 'text'),
    field('address.region', 'text'),
    field('metadata.tier', 'text'),
    field('emails', 'emails'),
    field('telephones', 'phones'),
    field('company_ids', 'links', 'company'),
  ],
  company: [
    field('industry', 'text'),
    field('description', 'text'),
    field('employees', 'number'),
    field('metadata.code', 'text'),
    field('tags', 'tags'),
    field('telephones', 'phones'),
  ],
  deal: [
    field('amount', 'number'),
    field('currency', 'text'),
    field('probability', 'number'),
    field('closing_at', 'date'),
    field('description', 'text'),
    field('tags', 'tags'),
    field('contact_ids', 'links', 'contact'),
  ],
}

export function isList(kind: Kind): boolean {
  return kind === 'emails' || kind === 'phones' || kind === 'tags' || kind === 'links'
}

/** The mark that a value of that kind carries. `who` is m for the rep and t for their colleagues. */
export function markOf(kind: Kind, number: number, who: 'm' | 't'): string {
  const digits = String(number).padStart(5, '0')
  switch (kind) {
    case 'phones':
      return `49${who === 'm' ? 1 : 2}${digits}`
    case 'number':
      return `${who === 'm' ? 1 : 2}${digits}`
    case 'date':
      return new Date(Date.UTC(who === 'm' ? 2027 : 2028, 0, 1) + number * 1000).toISOString()
    default:
      return `${who}${digits}`
  }
}

/** A scalar, or an entry of a list. */
export function valueOf(kind: Kind, mark: string): Json {
  switch (kind) {
    case 'number':
      return Number(mark)
    case 'emails':
      return { email: `${mark}@example.test`, type: 'WORK' }
    case 'phones':
      return { telephone: `+${mark}`, type: 'WORK' }
    default:
      return mark
  }
}

export function holdsMark(value: Json | undefined, mark: string): boolean {
  if (value === undefined || value === null) return false
  const text = JSON.stringify(value)
  return text.includes(mark) || (/^49\d{6}$/.test(mark) && text.replaceAll(/[^\d"]/g, '').includes(mark))
}

export function listAt(document: JsonObject, path: FieldPath): readonly Json[] {
  const value = readField(document, path)
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

/** What tells an entry of a list apart, however the CRM writes it. */
export function entryKey(entry: Json): string {
  const text = JSON.stringify(entry)
  const phone = /"telephone":"([^"]*)"/.exec(text)?.[1]
  return phone === undefined ? text.toLowerCase() : phone.replaceAll(/\D/g, '')
}
