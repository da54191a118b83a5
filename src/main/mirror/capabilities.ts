/** What each CRM turned out to be able to do, as it was noted: single entries, and all of a connection for a person to read. */
import type { ConnectionId, Instant } from '../../shared/model/ids'
import { type ObjectType, objectTypes } from '../../shared/model/object-type'
import {
  type Capability,
  type CapabilityFinding,
  capabilityLegends,
  type CapabilityName,
  capabilityNames,
  type ObjectCapabilities,
} from '../../shared/sync/capability'
import { noteCapability } from './checkpoints'
import type { ReadDb, WriteDb } from './sql'
import { MATRIX } from './support'

/** The engine's own memory of when a type was last asked about; no capability, and shown to nobody. */
const PROBED = 'probed'

interface Row {
  readonly object: ObjectType
  readonly name: string
  readonly value: string
  readonly evidence: string
  readonly at: Instant
}

/** The points known of one type, by name. What an older version noted and this one does not know is left out. */
export function knownCapabilities(db: ReadDb, connection: ConnectionId, object: ObjectType): ReadonlyMap<CapabilityName, Capability> {
  const rows = db.all<Row>('SELECT object, name, value, evidence, at FROM capability WHERE connection = ? AND object = ?', connection, object)
  return new Map(rows.flatMap((row) => decode(row) ?? []).map((capability) => [capability.name, capability]))
}

/** Of every type that was pulled, tried or written to. */
export function listCapabilities(db: ReadDb, connection: ConnectionId): readonly ObjectCapabilities[] {
  const rows = db.all<Row>('SELECT object, name, value, evidence, at FROM capability WHERE connection = ?', connection)
  const known = new Map(
    rows.flatMap((row) => {
      const capability = decode(row)
      return capability ? [[`${row.object} ${capability.name}`, capability] as const] : []
    }),
  )
  const present = db.all<{ readonly object: ObjectType }>(
    'SELECT object FROM checkpoint WHERE connection = ? UNION SELECT object FROM capability WHERE connection = ? AND name <> ?',
    connection,
    connection,
    MATRIX,
  )
  const objects = new Set(present.map(({ object }) => object))
  return objectTypes
    .filter((object) => objects.has(object))
    .map((object) => ({ object, capabilities: capabilityNames.map((name) => known.get(`${object} ${name}`) ?? unknown(name)) }))
}

export function noteFinding(
  db: WriteDb,
  connection: ConnectionId,
  object: ObjectType,
  { name, value, evidence }: CapabilityFinding,
  now: Instant,
): void {
  noteCapability(db, connection, object, name, value, evidence, now)
}

/** When this type was last asked about what its traffic did not show, and whether all questions were answered. */
export function lastProbe(db: ReadDb, connection: ConnectionId, object: ObjectType): { readonly at: Instant; readonly complete: boolean } | null {
  const row = db.get<Row>(
    'SELECT object, name, value, evidence, at FROM capability WHERE connection = ? AND object = ? AND name = ?',
    connection,
    object,
    PROBED,
  )
  return row ? { at: row.at, complete: row.value === 'true' } : null
}

export function noteProbe(db: WriteDb, connection: ConnectionId, object: ObjectType, complete: boolean, requests: number, now: Instant): void {
  noteCapability(db, connection, object, PROBED, complete, `${requests} reads`, now)
}

function unknown(name: CapabilityName): Capability {
  return { name, value: null, evidence: capabilityLegends[name].whyUnknown, at: null }
}

function decode({ name, value, evidence, at }: Row): Capability | null {
  if (!Object.hasOwn(capabilityLegends, name)) return null
  const read: unknown = JSON.parse(value)
  return typeof read === 'boolean' || typeof read === 'number' ? { name: name as CapabilityName, value: read, evidence, at } : null
}
