/**
 * What a CRM says of itself: asked when a connection is made or signed in again, kept, and held to. The rep can't begin what the
 * CRM is known to refuse; what it says nothing of is tried.
 */
import { fail } from '../../shared/failure'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import { type ObjectType, objectTypes } from '../../shared/model/object-type'
import type { Connection } from '../../shared/model/views'
import type { CapabilityFinding } from '../../shared/sync/capability'
import type { ObjectSupport, SupportMethod } from '../../shared/sync/support'
import type { ConnectionInfo } from '../connectors/connector'
import { noSupport } from '../connectors/gateway'
import { noteFinding } from '../mirror/capabilities'
import { remoteIdOf } from '../mirror/identity'
import { transaction } from '../mirror/open'
import { findSupport, keepSupport, listSupport } from '../mirror/support'
import { requireConnection, type Workbench } from './workbench'

/** Asks what the CRM can do, and keeps the answer. A gateway that says nothing leaves everything unknown. */
export async function readSupport(bench: Workbench, connection: Connection, token: string, info: ConnectionInfo): Promise<void> {
  const { db, world } = bench
  const outcome = await bench.gateway(connection.url, async () => token).provider(info.provider, info.workspaceId)
  // Not answered is not "nothing": what it said before stands.
  const said = outcome.kind === 'answered' ? (outcome.value?.support ?? []) : listSupport(db, connection.id).objects
  const support = withPermissions(said, info)
  const now = world.now()
  transaction(db, 'pulled', () => {
    keepSupport(db, connection.id, support, `the support matrix of ${info.provider}`, now)
    for (const each of support) for (const finding of findingsOf(each)) noteFinding(db, connection.id, each.object, finding, now)
  })
}

/** It changes without notice, and seldom. */
const SUPPORT_AGE_MS = 86_400_000

/** Asks again where the last answer is older than a day. Whether that works changes nothing of what it is called from. */
export async function renewSupport(bench: Workbench, connection: Connection): Promise<void> {
  const { at } = listSupport(bench.db, connection.id)
  if (at === null || connection.unlinked || bench.world.now() - at < SUPPORT_AGE_MS) return
  const token = await bench.outside.token(connection)
  const info = token === null ? null : await bench.connectorWithToken(connection, token).describe(null)
  if (token !== null && info?.kind === 'answered') await readSupport(bench, connection, token, info.value)
}

/** A connection that was not given the right to write can't, whatever its CRM could. */
function withPermissions(said: readonly ObjectSupport[], { writable }: ConnectionInfo): readonly ObjectSupport[] {
  if (writable === null) return said
  return objectTypes.flatMap((object) => {
    const present = said.find((each) => each.object === object)
    if (object === 'user' || writable.includes(object)) return present ?? []
    const base = present ?? { ...noSupport, object }
    return { ...base, methods: { ...base.methods, create: false, update: false, remove: false } }
  })
}

/** Only what it denies: what it promises is believed when an answer shows it. */
function findingsOf({ listOptions }: ObjectSupport): readonly CapabilityFinding[] {
  const denied = [
    ['updated_gte', 'updated-gte'],
    ['sort_by_updated_at', 'sort-updated-at'],
    ['sort_by_created_at', 'sort-created-at'],
  ] as const
  return denied.flatMap(([option, name]) =>
    listOptions[option] === 'no' ? [{ name, value: false, evidence: `the CRM’s support matrix says that its list has no ${option}` }] : [],
  )
}

export interface Intent {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly method: Extract<SupportMethod, 'create' | 'update' | 'remove'>
  /** Paths of the fields it is about. */
  readonly fields?: readonly string[]
  /** The record, where there is one: what was never sent is still ours alone. */
  readonly recordId?: RecordId
}

const deeds = { create: 'creating of', update: 'changing of', remove: 'deleting of' } as const

/** Fails with `not-supported` where the CRM is known not to take it. */
export function requireSupport(
  { db, settings }: Pick<Workbench, 'db' | 'settings'>,
  { connection, object, method, fields = [], recordId }: Intent,
): void {
  const by = requireConnection(settings, connection).name
  const isOurs = recordId !== undefined && remoteIdOf(db, recordId) === null
  const support = findSupport(db, connection, object)
  if (support === null) return
  if (!isOurs && support.methods[method] === false) fail({ kind: 'not-supported', by, what: `${deeds[method]} a ${object}` })
  const refused = fields.map((path) => path.split('.')[0] ?? path).find((field) => support.writes?.[field] === 'no')
  if (refused !== undefined) fail({ kind: 'not-supported', by, what: `writing of the field ${refused} of a ${object}` })
}
