/**
 * Whether a sign-in led to the account that a copy was made of. Two accounts under one connection would be taken for one: each
 * would look like the other's edits and deletions. So an e-mail alone is not believed; known records are looked at, too.
 */
import { parseInstant } from '../../../shared/model/ids'
import type { Connection } from '../../../shared/model/views'
import type { ConnectionInfo, Connector } from '../../connectors/connector'
import { lastMoved } from '../../mirror/identity'
import { getRecord } from '../../mirror/records'
import type { Workbench } from '../workbench'

/** Some may have been deleted there meanwhile. */
const LOOKED_AT = 3
const telling = ['contact', 'company', 'deal'] as const

export async function isSameAccount(bench: Workbench, before: Connection, now: ConnectionInfo, connector: Connector): Promise<boolean> {
  const isNamedAlike = before.account === null || now.account === null || before.account.toLowerCase() === now.account.toLowerCase()
  if (before.provider !== now.provider || !isNamedAlike) return false
  for (const object of telling) {
    const known = lastMoved(bench.db, before.id, object, LOOKED_AT)
    const verdicts = await Promise.all(
      known.map(async ({ remoteId }) => {
        const outcome = await connector.fetch(object, remoteId, { raw: false }, null)
        if (outcome.kind === 'gone') return 'other'
        if (outcome.kind !== 'answered' || !('document' in outcome.value)) return 'unknown'
        // Ids may be the same in two accounts by chance; the moment of making hardly is.
        const born = parseInstant(outcome.value.document['created_at'])
        const knownBorn = parseInstant(getRecord(bench.db, before.id, object, remoteId)?.base?.['created_at'])
        if (born === null || knownBorn === null) return 'unknown'
        return born === knownBorn ? 'same' : 'other'
      }),
    )
    if (verdicts.includes('same')) return true
    if (verdicts.includes('other') && !verdicts.includes('unknown')) return false
  }
  return true
}
