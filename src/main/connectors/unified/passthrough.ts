/** The way past the Unified API to the CRM behind it, for reads; and what the API logs of itself. */
import { fail, preview } from '../../../shared/failure'
import { parseInstant } from '../../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import type { ApiCallEntry, ApiIssue } from '../../../shared/sync/webhook'
import type { Outcome } from '../connector'
import type { PassthroughPort } from '../webhooks'
import type { Client, Reply } from './client'

export function unifiedPassthrough(ask: Client, connectionId: string): PassthroughPort {
  return {
    async raw(path, signal) {
      const { segments, query } = splitPath(path)
      const outcome = await ask({
        method: 'GET',
        path: `/passthrough/${[connectionId, ...segments].map(encodeURIComponent).join('/')}`,
        query,
        accept: '*/*',
        signal,
      })
      if (outcome.kind !== 'answered') return outcome
      const { status, type, text } = outcome.value
      return { ...outcome, value: { status, type, text } }
    },
    async calls({ onlyErrors, limit }, signal) {
      const query = { connection_id: connectionId, limit: String(limit), sort: 'created_at', order: 'desc', ...(onlyErrors ? { error: 'true' } : {}) }
      return entries(await ask({ method: 'GET', path: '/unified/apicall', query, signal }), 'call log', callIn)
    },
    async issues(limit, signal) {
      const query = { limit: String(limit), sort: 'updated_at', order: 'desc' }
      return entries(await ask({ method: 'GET', path: '/unified/issue', query, signal }), 'list of issues', issueIn)
    },
  }
}

/**
 * The parts of a path and its query. An encoded slash means the same to this API as a plain one. Steps upward are refused: an address would
 * be made shorter by them, and end at another of the API's own doors with our token in hand.
 */
function splitPath(path: string): { readonly segments: readonly string[]; readonly query: Record<string, string> } {
  const [before = '', ...rest] = path.split('?')
  const segments = decoded(before.replace(/^\/+|\/+$/g, '')).split('/')
  if (segments.some((segment) => ['', '.', '..'].includes(segment) || /[\p{Cc}\\#]/u.test(segment)))
    fail({ kind: 'bad-input', where: 'path', expected: 'a path below the CRM’s API, such as crm/v3/owners?limit=5', got: preview(path) })
  return { segments, query: Object.fromEntries(new URLSearchParams(rest.join('?'))) }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // A stray percent sign makes no path.
    return ''
  }
}

function entries<Entry>(outcome: Outcome<Reply>, what: string, read: (entry: JsonObject) => Entry | null): Outcome<readonly Entry[]> {
  if (outcome.kind === 'gone') return { kind: 'refused', status: 404, words: `no ${what}`, field: null, retryable: false }
  if (outcome.kind !== 'answered') return outcome
  const { json } = outcome.value
  if (!Array.isArray(json)) return { kind: 'unknown', detail: 'the answer is no list', status: null }
  return { ...outcome, value: (json as readonly Json[]).flatMap((each) => (isJsonObject(each) ? (read(each) ?? []) : [])) }
}

function callIn(call: JsonObject): ApiCallEntry {
  return {
    id: textIn(call['id']),
    at: parseInstant(call['created_at']),
    method: textIn(call['method']) ?? '',
    name: textIn(call['name']) ?? '',
    path: textIn(call['path']) ?? '',
    status: typeof call['status'] === 'number' ? String(call['status']) : (textIn(call['status']) ?? ''),
    error: textIn(call['error']),
  }
}

function issueIn(issue: JsonObject): ApiIssue | null {
  const title = textIn(issue['title'])
  if (title === null) return null
  return {
    id: textIn(issue['id']),
    title,
    status: textIn(issue['status']) ?? '',
    reference: textIn(issue['ticket_ref']) ?? '',
    updatedAt: parseInstant(issue['updated_at']),
    url: textIn(issue['url']),
  }
}

function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
