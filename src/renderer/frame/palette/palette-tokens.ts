/**
 * Tokens that narrow what the palette finds: `stage:neg amount>10k owner:me renewal`.
 *
 * A token means a field of each object type that has it; types that lack the field of any token are left out. What stands behind a
 * colon may be the beginning of a stage's or a person's name.
 */
import type { Condition, Filter, Operator } from '../../../shared/model/filter'
import type { ObjectType } from '../../../shared/model/object-type'

export interface Token {
  readonly name: TokenName
  readonly sign: Sign
  readonly value: string
}

type Sign = ':' | '>' | '<' | '>=' | '<='

export const tokenNames = [
  'stage',
  'amount',
  'probability',
  'close',
  'owner',
  'company',
  'title',
  'industry',
  'employees',
  'source',
  'status',
  'city',
  'country',
  'tag',
  'is',
] as const
type TokenName = (typeof tokenNames)[number]

/** What tokens are understood by, of one connection. */
export interface TokenNames {
  readonly users: readonly { readonly id: string; readonly name: string }[]
  readonly stages: readonly string[]
}

/** Types that are looked through, in the order in which they are shown. */
export const tokenObjects = ['deal', 'contact', 'company', 'lead'] as const satisfies readonly ObjectType[]
type TokenObject = (typeof tokenObjects)[number]

const written = new RegExp(`(?:^|\\s)(${tokenNames.join('|')})(>=|<=|:|>|<)("[^"]*"|\\S+)`, 'gi')

export function parseTokens(words: string): { readonly tokens: readonly Token[]; readonly rest: string } {
  const tokens = [...words.matchAll(written)].flatMap(([, name, sign, value]): readonly Token[] => {
    const known = tokenNames.find((each) => each === name?.toLowerCase())
    return known === undefined || value === undefined ? [] : [{ name: known, sign: sign as Sign, value: value.replaceAll('"', '') }]
  })
  return { tokens, rest: words.replaceAll(written, ' ').replaceAll(/\s+/g, ' ').trim() }
}

/** Null where a token says nothing about this type, or nothing that exists begins so. */
export function filterOfTokens(object: TokenObject, tokens: readonly Token[], names: TokenNames): Filter | null {
  const conditions = tokens.map((token) => conditionOf(object, token, names))
  return conditions.every((condition) => condition !== null) ? { all: conditions } : null
}

const texts: Readonly<Partial<Record<TokenName, Readonly<Partial<Record<TokenObject, string>>>>>> = {
  company: { contact: 'company', lead: 'company_name' },
  title: { contact: 'title' },
  industry: { company: 'industry' },
  source: { deal: 'source', lead: 'source' },
  status: { lead: 'status' },
  city: { contact: 'address.city', company: 'address.city', lead: 'address.city' },
  country: { contact: 'address.country', company: 'address.country', lead: 'address.country' },
}
const numbers: Readonly<Partial<Record<TokenName, Readonly<Partial<Record<TokenObject, string>>>>>> = {
  amount: { deal: 'amount' },
  probability: { deal: 'probability' },
  employees: { company: 'employees' },
}
const signs: Readonly<Record<Sign, Operator>> = { ':': 'is', '>': 'gt', '<': 'lt', '>=': 'gte', '<=': 'lte' }

function conditionOf(object: TokenObject, token: Token, names: TokenNames): Condition | null {
  const { name, sign, value } = token
  const begins = (text: string): boolean => text.toLocaleLowerCase().startsWith(value.toLocaleLowerCase())
  const text = texts[name]?.[object]
  if (text !== undefined) return { field: text, op: 'contains', value }
  const number = numbers[name]?.[object]
  if (number !== undefined) return amountOf(value) === null ? null : { field: number, op: signs[sign], value: amountOf(value) }
  switch (name) {
    case 'owner': {
      if (value.toLowerCase() === 'me') return { field: 'user_id', op: 'me', value: null }
      const users = names.users.filter((user) => user.name.split(/\s+/).some(begins) || begins(user.name))
      return users.length === 0 ? null : { field: 'user_id', op: 'any-of', value: users.map(({ id }) => id) }
    }
    case 'stage': {
      const stages = names.stages.filter(begins)
      return object !== 'deal' || stages.length === 0 ? null : { field: 'stages', op: 'any-of', value: stages }
    }
    case 'close': {
      const unit = (['day', 'week', 'month', 'quarter', 'year'] as const).find(begins) ?? (begins('today') ? 'day' : undefined)
      return object !== 'deal' || unit === undefined ? null : { field: 'closing_at', op: 'this', value: unit }
    }
    case 'tag':
      return object === 'deal' || object === 'company' ? { field: 'tags', op: 'has-any', value: [value] } : null
    case 'is':
      return stateOf(object, value.toLowerCase())
    default:
      return null
  }
}

function stateOf(object: TokenObject, value: string): Condition | null {
  if (value === 'open' || value === 'won' || value === 'lost') return object === 'deal' ? { field: 'stages', op: 'outcome', value } : null
  const sync = (['unpushed', 'rejected', 'conflict', 'held'] as const).find((state) => state === value)
  return sync === undefined ? null : { field: 'sync', op: sync, value: null }
}

/** `10k`, `1.5m`, `20,000`; null where it is no figure. */
function amountOf(text: string): number | null {
  const [, figure, unit] = /^([\d.,]+)([km]?)$/i.exec(text) ?? []
  const number = Number(figure?.replaceAll(',', ''))
  if (figure === undefined || !Number.isFinite(number)) return null
  return number * ({ k: 1000, m: 1_000_000 }[unit?.toLowerCase() ?? ''] ?? 1)
}
