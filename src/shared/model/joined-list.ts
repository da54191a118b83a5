/** What a list in a cell does to the list that a record holds. */
import type { FieldKind } from './fields'
import { isJsonObject, type Json } from './json'

/**
 * `add`: what is not there yet joins at the end, so that one column "E-mail" takes no second address away. `replace`: the cell's list, in its
 * order. Either way an entry that is there already is kept as the record has it, with its kind and whatever else the CRM put there.
 */
export function joinedList(kind: FieldKind, held: Json | undefined, given: Json, how: 'add' | 'replace'): Json {
  const keyOf = keys[kind]
  if (!keyOf || !Array.isArray(given) || (held !== undefined && held !== null && !Array.isArray(held))) return given
  const present = new Map<string, Json>()
  for (const entry of (held ?? []) as readonly Json[]) present.set(keyOf(entry), entry)
  const seen = new Set<string>()
  const fresh = (given as readonly Json[]).filter((entry) => {
    const key = keyOf(entry)
    const isFirst = key !== '' && !seen.has(key)
    seen.add(key)
    return isFirst
  })
  if (how === 'replace') return fresh.map((entry) => present.get(keyOf(entry)) ?? entry)
  return [...((held ?? []) as readonly Json[]), ...fresh.filter((entry) => !present.has(keyOf(entry)))]
}

const plain = (entry: Json): string => (typeof entry === 'string' ? entry.trim() : JSON.stringify(entry))

const keys: Readonly<Partial<Record<FieldKind, (entry: Json) => string>>> = {
  emails: (entry) => member(entry, 'email').trim().toLowerCase(),
  phones: (entry) => member(entry, 'telephone').replaceAll(/\D/g, '') || member(entry, 'telephone'),
  texts: (entry) => plain(entry).toLowerCase(),
  urls: (entry) => plain(entry).toLowerCase().replace(/\/$/, ''),
  relations: plain,
}

function member(entry: Json, name: string): string {
  const value = isJsonObject(entry) ? entry[name] : entry
  return typeof value === 'string' ? value : ''
}
