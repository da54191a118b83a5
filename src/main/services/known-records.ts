/** What an import asks of the mirror, answered from it: see `import/known.ts`. */
import { invariant } from '../../shared/assert'
import type { FieldPath } from '../../shared/model/field-path'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import { isEmptyValue, isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { MatchKey } from '../../shared/model/import'
import type { WritableObjectType } from '../../shared/model/object-type'
import type { KnownRecords, StageFacts } from '../import/known'
import { indexKeys } from '../mirror/match-keys'
import { type DocumentPlace, documentsAfter, plainValue, recordById, recordsByKey } from '../mirror/matching'
import type { WriteDb } from '../mirror/open'

/** Rows in one turn: some milliseconds. */
const KEYS_AT_ONCE = 200
const DOCUMENTS_AT_ONCE = 300
/** Custom fields are known from so many records; a field that none of them has can still be named. */
const SAMPLED = 2000

export interface KnownOptions {
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly match: readonly MatchKey[]
  /** Called between two slices; rejects when the work is to stop. */
  readonly between: () => Promise<void>
}

/** Brings the keys up to date first, in slices, and reads what no key tells. */
export async function knownRecords(db: WriteDb, { connection, object, match, between }: KnownOptions): Promise<KnownRecords> {
  await keysUpToDate(db, between)
  const byField = await fieldIndex(db, { connection, object, match, between })
  const stages = stagesOf(db, connection)
  const custom = new Map(customFieldSamples(db, connection, object).map(({ slug, value }) => [slug, value]))
  return {
    byId: (of, id) => recordById(db, connection, of, id),
    byKey: (of, kind, text) => recordsByKey(db, connection, of, kind, text),
    byField: (path, text) => {
      const index = byField.get(path)
      invariant(index, 'a field is matched by only where the settings say so')
      return (index.get(text.trim().toLowerCase()) ?? []).flatMap((id) => recordById(db, connection, object, id) ?? [])
    },
    stages,
    customValue: (slug) => custom.get(slug),
  }
}

export async function keysUpToDate(db: WriteDb, between: () => Promise<void>): Promise<void> {
  while (indexKeys(db, KEYS_AT_ONCE)) await between()
}

/** The ids by the value of each field that is matched by. */
async function fieldIndex(
  db: WriteDb,
  { connection, object, match, between }: KnownOptions,
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly RecordId[]>>> {
  const paths = match.flatMap((key) => (key.startsWith('field:') ? [key.slice('field:'.length)] : []))
  const indexes = new Map(paths.map((path) => [path, new Map<string, RecordId[]>()]))
  if (paths.length === 0) return indexes
  for (let after: DocumentPlace | null = null; ;) {
    const page: ReturnType<typeof documentsAfter> = documentsAfter(db, connection, object, after, DOCUMENTS_AT_ONCE)
    for (const { id, document } of page.rows) {
      for (const [path, index] of indexes) {
        const value = plainValue(document, path as FieldPath)
        if (value !== null) index.set(value, [...(index.get(value) ?? []), id])
      }
    }
    after = page.next
    if (after === null) return indexes
    await between()
  }
}

export interface CustomFieldSample {
  readonly slug: string
  readonly label: string
  readonly value: Json
}

/** The custom fields that records of this type have, each with what one of them holds. */
export function customFieldSamples(db: WriteDb, connection: ConnectionId, object: WritableObjectType): readonly CustomFieldSample[] {
  const found = new Map<string, CustomFieldSample>()
  for (const { document } of documentsAfter(db, connection, object, null, SAMPLED).rows) {
    const { metadata } = document
    for (const entry of Array.isArray(metadata) ? metadata : []) {
      const slug: unknown = isJsonObject(entry) ? entry['slug'] : null
      if (!isJsonObject(entry) || typeof slug !== 'string') continue
      const known = found.get(slug)
      if (known && !isEmptyValue(known.value)) continue
      found.set(slug, { slug, label: labelOf(entry, slug), value: entry['value'] ?? null })
    }
  }
  return [...found.values()]
}

function labelOf(entry: JsonObject, slug: string): string {
  const name = entry['name'] ?? entry['label']
  return typeof name === 'string' && name.trim() !== '' ? name : slug
}

function stagesOf(db: WriteDb, connection: ConnectionId): readonly StageFacts[] {
  return documentsAfter(db, connection, 'pipeline', null, 1000).rows.flatMap(({ id }) => {
    const pipeline = recordById(db, connection, 'pipeline', id)
    const stages: readonly Json[] = Array.isArray(pipeline?.document['stages']) ? pipeline.document['stages'] : []
    return stages.flatMap((stage: Json): readonly StageFacts[] => {
      if (!pipeline || !isJsonObject(stage) || typeof stage['id'] !== 'string') return []
      const name = typeof stage['name'] === 'string' ? stage['name'] : stage['id']
      return [{ id: stage['id'], name, pipeline: { id: pipeline.remoteId ?? pipeline.id, name: pipeline.name } }]
    })
  })
}
