/** Custom-field definitions over `/metadata/{connection}/metadata`, which is where this API keeps them. */
import type { RemoteId } from '../../../shared/model/ids'
import { isJsonObject, type JsonObject } from '../../../shared/model/json'
import type { CustomFieldObject } from '../../../shared/model/custom-field'
import type { DefinitionWrite, Outcome } from '../connector'
import type { Client } from './client'

export async function listDefinitions(
  ask: Client,
  connectionId: string,
  object: CustomFieldObject,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  signal: AbortSignal | null,
): Promise<Outcome<readonly JsonObject[]>> {
  const query = { type: `crm_${object}`, limit: String(limit), offset: String(offset) }
  const outcome = await ask({ method: 'GET', path: collection(connectionId), query, signal })
  // A list that isn't there is one that this CRM does not offer.
  if (outcome.kind === 'gone') return { kind: 'refused', status: 404, words: 'no list of custom fields', field: null, retryable: false }
  if (outcome.kind !== 'answered') return outcome
  const { json } = outcome.value
  if (!Array.isArray(json)) return { kind: 'unknown', detail: 'the answer is no list', status: null }
  return { ...outcome, value: json.filter(isJsonObject) }
}

/** What the CRM made of it; null where the answer can't be read, or there is none. */
export async function writeDefinition(ask: Client, connectionId: string, write: DefinitionWrite): Promise<Outcome<JsonObject | null>> {
  const outcome = await ask(requestOf(connectionId, write))
  if (outcome.kind !== 'answered') return outcome
  return { ...outcome, value: isJsonObject(outcome.value.json) ? outcome.value.json : null }
}

function requestOf(connectionId: string, write: DefinitionWrite): Parameters<Client>[0] {
  const path = collection(connectionId)
  const member = (id: RemoteId): string => `${path}/${encodeURIComponent(id)}`
  switch (write.kind) {
    case 'create':
      return { method: 'POST', path, body: { ...write.definition, object_type: `crm_${write.object}` } }
    case 'replace':
      return { method: 'PUT', path: member(write.id), body: write.definition }
    case 'patch':
      return { method: 'PATCH', path: member(write.id), body: write.definition }
    case 'remove':
      return { method: 'DELETE', path: member(write.id) }
  }
}

function collection(connectionId: string): string {
  return `/metadata/${encodeURIComponent(connectionId)}/metadata`
}
