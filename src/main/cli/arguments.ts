/**
 * The values of options, from what was typed to what the contract takes. What can't be understood is wrong usage and says how
 * to write it; whether a field exists is the engine's to judge.
 */
import { fieldAt } from '../../shared/model/fields'
import { type Filter, filterSchema } from '../../shared/model/filter'
import { isJsonObject, isSafeKey, type Json, type JsonObject } from '../../shared/model/json'
import { type ObjectType, objectTypes, isObjectType, isWritable, type WritableObjectType } from '../../shared/model/object-type'
import { preview } from '../../shared/failure'
import type { Decision } from '../../shared/sync/change'
import { wrongUsage } from './usage-error'

export function parseObject(raw: string): ObjectType {
  if (isObjectType(raw)) return raw
  return wrongUsage(`${preview(raw)} is no object type.`, `Object types: ${objectTypes.join(', ')}.`)
}

export function parseWritableObject(raw: string): WritableObjectType {
  const object = parseObject(raw)
  if (isWritable(object)) return object
  return wrongUsage(`A ${object} can’t be written.`, 'Users come from the CRM and are changed there.')
}

/** `contact,company`; null when nothing was asked for in particular. */
export function parseObjects(raw: string | undefined): ObjectType[] | null {
  if (raw === undefined) return null
  return [...new Set(raw.split(',').map((name) => parseObject(name.trim())))]
}

/** JSON without a key that would reach into JavaScript's own objects. */
export function parseJson(option: string, text: string): Json {
  try {
    return JSON.parse(text, (key, value: unknown) =>
      key === '__proto__' ? wrongUsage(`${option}: the key “__proto__” is not allowed.`) : value,
    ) as Json
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return wrongUsage(
      `${option}: ${preview(text)} is no JSON.`,
      `Text is written in double quotes, inside the shell’s single ones: '${example(text)}'`,
    )
  }
}

export function parseData(text: string): JsonObject {
  const data = parseJson('--data', text)
  if (isJsonObject(data)) return data
  return wrongUsage(`--data: expected a JSON object, got ${preview(data)}.`, `For example: --data '{"name": "Ada Lovelace"}'`)
}

/** `path=json` */
export function parseSet(raw: string): { path: string; value: Json } {
  const { key, value } = splitAtEquals('--set', raw, `For example: --set 'title="Head of Sales"'`)
  return { path: parsePath('--set', key), value: parseJson(`--set ${key}`, value) }
}

export function parseUnset(raw: string): string {
  return parsePath('--unset', raw)
}

/** `field=value`. The field's kind says what the value is: `postal_code=10115` is a text, `amount=10115` a number. */
export function parseWhere(object: ObjectType, raw: string): { field: string; value: Json } {
  const { key, value } = splitAtEquals('--where', raw, 'For example: --where title=CEO')
  const field = parsePath('--where', key)
  return { field, value: whereValue(object, field, value) }
}

/** A filter as JSON. Whether its fields exist and take their operators is the engine's to judge. */
export function parseFilter(raw: string | undefined): Filter | null {
  if (raw === undefined) return null
  const filter = filterSchema.safeParse(parseJson('--filter', raw))
  if (filter.success) return filter.data
  return wrongUsage(
    `--filter: ${preview(raw)} can’t be understood.`,
    `For example: --filter '{"all": [{"field": "title", "op": "contains", "value": "sales"}, {"field": "user_id", "op": "me"}]}'`,
  )
}

/** `field` or `field:desc` or `field:asc`, several with commas between them. */
export function parseSort(raw: string | undefined): { field: string; descending: boolean }[] | null {
  return raw === undefined ? null : raw.split(',').map((one) => parseOneSort(one.trim()))
}

function parseOneSort(raw: string): { field: string; descending: boolean } {
  const [field = '', direction = 'asc', ...rest] = raw.split(':')
  if (rest.length > 0 || !['asc', 'desc'].includes(direction))
    wrongUsage(`--sort: ${preview(raw)} can’t be understood.`, 'Write a field, or field:desc.')
  return { field: parsePath('--sort', field), descending: direction === 'desc' }
}

export function parseWholeNumber(option: string, raw: string, { least, most }: { readonly least: number; readonly most: number }): number {
  const number = /^\d+$/.test(raw) ? Number(raw) : Number.NaN
  if (number >= least && number <= most) return number
  return wrongUsage(`${option}: expected a whole number from ${least} to ${most}, got ${preview(raw)}.`)
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

const SECONDS_BY_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** `60s`, `5m`, `1h`, or seconds, to milliseconds. */
export function parseInterval(raw: string): number {
  const [, digits, unit = 's'] = /^(\d{1,6})([smh])?$/.exec(raw) ?? []
  const seconds = Number(digits) * (SECONDS_BY_UNIT[unit] ?? Number.NaN)
  if (seconds >= 1 && seconds <= 86_400) return seconds * 1000
  return wrongUsage(`--interval: expected a time from 1s to 24h, got ${preview(raw)}.`, 'For example: --interval 60s, 5m or 1h')
}

export type Take = 'mine' | 'theirs' | 'base'

export function parseTake(option: string, raw: string): Take {
  if (raw === 'mine' || raw === 'theirs' || raw === 'base') return raw
  return wrongUsage(`${option}: expected mine, theirs or base, got ${preview(raw)}.`)
}

/** `path=mine|theirs|base` */
export function parseFieldDecision(raw: string): { path: string; decision: Decision } {
  const { key, value } = splitAtEquals('--field', raw, 'For example: --field title=theirs')
  return { path: parsePath('--field', key), decision: { take: parseTake(`--field ${key}`, value) } }
}

function parsePath(option: string, path: string): string {
  if (path === '') return wrongUsage(`${option}: a field is missing.`)
  if (path.split('.').every(isSafeKey)) return path
  return wrongUsage(`${option}: ${preview(path)} can’t be a field.`)
}

function splitAtEquals(option: string, raw: string, hint: string): { key: string; value: string } {
  const at = raw.indexOf('=')
  if (at <= 0) wrongUsage(`${option}: ${preview(raw)} has no “=”.`, hint)
  return { key: raw.slice(0, at), value: raw.slice(at + 1) }
}

function whereValue(object: ObjectType, field: string, text: string): Json {
  switch (fieldAt(object, field)?.kind) {
    case 'number':
    case 'money':
    case 'percent':
      return NUMBER.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    default:
      // A custom field has no kind of its own here; what can only be meant as a value is one.
      return field.startsWith('metadata.') && /^(?:true|false)$/.test(text) ? text === 'true' : text
  }
}

function example(text: string): string {
  return text.length <= 60 ? JSON.stringify(text) : '"…"'
}
