/**
 * The industries that a CRM has a list of: asked for with the definitions of custom fields, and kept. They are what is offered; what a record
 * holds beside them stays, since the list is the CRM's idea of today.
 */
import type { ConnectionId } from '../../shared/model/ids'
import { loadCapability, noteCapability } from '../mirror/checkpoints'
import { type ReadDb, transaction } from '../mirror/open'
import type { Workbench } from './workbench'

/** The engine's own memory; no capability, and shown as none. */
const INDUSTRIES = 'industries'

/** In the CRM's own order; empty where it has no list, or was not asked yet. */
export function listIndustries(db: ReadDb, connection: ConnectionId): readonly string[] {
  const kept = loadCapability(db, connection, 'company', INDUSTRIES)
  return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : []
}

/** Whatever goes wrong leaves what is known: nobody waits for it. */
export async function refreshIndustries({ db, world, sync, patience, emit }: Workbench, connection: ConnectionId): Promise<void> {
  const outcome = await sync.line(connection).read(patience, (connector, signal) => connector.industries(signal))
  const isOffered = outcome.kind === 'answered'
  if (!isOffered && outcome.kind !== 'refused') return
  const before = listIndustries(db, connection)
  const now = isOffered ? [...new Set(outcome.value)] : []
  if (JSON.stringify(now) === JSON.stringify(before)) return
  const evidence = isOffered ? 'as the CRM lists them' : 'this CRM has no such list'
  transaction(db, 'pulled', () => noteCapability(db, connection, 'company', INDUSTRIES, now, evidence, world.now()))
  emit({ kind: 'fields.changed', connection })
}
