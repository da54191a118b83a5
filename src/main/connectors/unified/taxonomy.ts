/** `/crm/{connection}/taxonomy`: the words that a CRM has for industries. */
import { isJsonObject, type Json } from '../../../shared/model/json'
import type { Outcome } from '../connector'
import type { Client } from './client'

const PAGE = 100
/** No CRM has more; protects from a list that ignores its offset. */
const MOST_PAGES = 20

export async function listIndustries(ask: Client, connectionId: string, signal: AbortSignal | null): Promise<Outcome<readonly string[]>> {
  const found: string[] = []
  const met = new Set<string>()
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { type: 'INDUSTRY', limit: String(PAGE), offset: String(page * PAGE) }
    const outcome = await ask({ method: 'GET', path: `/crm/${encodeURIComponent(connectionId)}/taxonomy`, query, signal })
    if (outcome.kind === 'gone') return { kind: 'refused', status: 404, words: 'no list of industries', field: null, retryable: false }
    if (outcome.kind !== 'answered') return outcome
    const { json } = outcome.value
    if (!Array.isArray(json)) return { kind: 'unknown', detail: 'the answer is no list', status: null }
    const fresh = (json as readonly Json[]).flatMap((entry) => industryIn(entry) ?? []).filter(({ id }) => !met.has(id))
    for (const { id, name } of fresh) {
      met.add(id)
      found.push(name)
    }
    if (json.length < PAGE || fresh.length === 0) return { ...outcome, value: found }
  }
  return { kind: 'answered', value: found, serverTime: null }
}

/** An entry of another type is none of ours, whatever was asked for. What a record holds is the name. */
function industryIn(entry: Json): { readonly id: string; readonly name: string } | null {
  if (!isJsonObject(entry) || typeof entry['id'] !== 'string' || (entry['type'] ?? 'INDUSTRY') !== 'INDUSTRY') return null
  const name = [entry['name'], entry['label'], entry['id']].find((each) => typeof each === 'string' && each.trim() !== '')
  return typeof name === 'string' ? { id: entry['id'], name } : null
}
