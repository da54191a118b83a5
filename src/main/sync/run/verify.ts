/** Compares the mirror with the CRM, record by record and field by field, and changes nothing. */
import type { Failure } from '../../../shared/failure'
import type { ObjectType } from '../../../shared/model/object-type'
import { canonicalJson } from '../../../shared/model/json'
import { displayName, type RecordDocument } from '../../../shared/model/record'
import type { Difference } from '../../../shared/sync/report'
import { isReadable } from '../../connectors/connector'
import { transaction } from '../../mirror/open'
import { getRecord } from '../../mirror/records'
import { beginSweep, endSweep, markSeen, sweepCandidates } from '../../mirror/sweep'
import type { Patience } from '../decide/backoff'
import { startPosition } from '../decide/plan-pull'
import type { StreamParts } from './apply-page'
import { habitsOf } from './habits'
import { readList } from './read-list'
import { scopeIncludes } from './scoped-connector'

export async function verifyObject(
  parts: StreamParts,
  { object, patience }: { readonly object: ObjectType; readonly patience: Patience },
): Promise<{ readonly differences: readonly Difference[]; readonly failure: Failure | null }> {
  const { db, world, line } = parts
  const connection = line.connection.id
  const found = new Map<string, readonly Difference[]>()
  const generation = transaction(db, 'pulled', () => beginSweep(db, connection, object, world.now()))
  const result = await readList(parts, {
    object,
    start: startPosition('scan', null, true),
    patience,
    habits: habitsOf(parts, object),
    fields: null,
    onPage({ entries }) {
      const ids = entries.flatMap(({ remoteId }) => (remoteId === null ? [] : [remoteId]))
      transaction(db, 'pulled', () => markSeen(db, generation, connection, object, ids))
      for (const entry of entries) {
        if (!isReadable(entry) || !scopeIncludes(parts.scope, entry)) continue
        const known = getRecord(db, connection, object, entry.remoteId)
        // A record may come twice while the list moves: the later one counts.
        const differences = differencesOf(object, entry.remoteId, known?.base ?? null, entry.document)
        if (differences.length > 0) found.set(entry.remoteId, differences)
        else found.delete(entry.remoteId)
      }
    },
  })
  const differences = [...found.values()].flat()
  if (result.ok) {
    for (const { remoteId, recordId } of sweepCandidates(db, generation)) {
      const known = getRecord(db, connection, object, recordId)
      // Kept for its changes alone, and not asked for.
      if (known?.base && !scopeIncludes(parts.scope, { object, document: known.base })) continue
      differences.push({ object, id: remoteId, path: null, mirror: known?.name ?? remoteId, remote: null })
    }
  }
  transaction(db, 'pulled', () => endSweep(db, generation))
  return { differences, failure: result.ok ? null : result.failure }
}

function differencesOf(object: ObjectType, id: string, mirror: RecordDocument | null, remote: RecordDocument): readonly Difference[] {
  if (mirror === null) return [{ object, id, path: null, mirror: null, remote: displayName(object, remote) ?? id }]
  return [...new Set([...Object.keys(mirror), ...Object.keys(remote)])]
    .filter((path) => canonicalJson(mirror[path]) !== canonicalJson(remote[path]))
    .map((path) => ({ object, id, path, mirror: mirror[path] ?? null, remote: remote[path] ?? null }))
}
