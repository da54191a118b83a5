/**
 * Fields that cost the CRM requests of their own, such as links, are left out of what it answers unless they are named. Lists are read
 * without them; a record that is read by its id has them, so nobody waits for those of records that nobody looks at.
 *
 *     a list         what is known of them stays: absent there says nothing
 *     one record     asked for twice, since naming fields would leave out those that we do not know
 */
import type { RemoteId } from '../../../shared/model/ids'
import type { JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import { type Connector, type ListPage, isReadable } from '../../connectors/connector'

export interface SlowParts {
  /** The slow fields of a type, by the CRM's own word. */
  readonly slowOf: (object: ObjectType) => readonly string[]
  /** The CRM's version of a record as we last saw it; null where we hold none. */
  readonly lastSeen: (object: ObjectType, id: RemoteId, document: RecordDocument) => JsonObject | null
}

export function slowFieldsConnector(connector: Connector, { slowOf, lastSeen }: SlowParts): Connector {
  const ownSlow = (object: ObjectType): readonly string[] => slowOf(object).filter((field) => !field.startsWith('raw.'))

  const withKnown = (entry: ListPage['entries'][number], slow: readonly string[]): ListPage['entries'][number] => {
    if (!isReadable(entry)) return entry
    const absent = absentIn(entry.document, slow)
    const known = absent.length === 0 ? null : lastSeen(entry.object, entry.remoteId, entry.document)
    return known === null ? entry : { ...entry, document: { ...entry.document, ...picked(known, absent) } }
  }

  return {
    ...connector,
    async list(object, request, signal) {
      const outcome = await connector.list(object, request, signal)
      // Who names fields says what is wanted.
      if (outcome.kind !== 'answered' || request.fields !== null) return outcome
      const slow = ownSlow(object)
      if (slow.length === 0) return outcome
      return { ...outcome, value: { ...outcome.value, entries: outcome.value.entries.map((entry) => withKnown(entry, slow)) } }
    },
    async fetch(object, id, options, signal) {
      const outcome = await connector.fetch(object, id, options, signal)
      if (outcome.kind !== 'answered' || !isReadable(outcome.value)) return outcome
      const absent = absentIn(outcome.value.document, ownSlow(object))
      if (absent.length === 0) return outcome
      const more = await connector.fetch(object, id, { raw: false, fields: ['id', ...absent] }, signal)
      // A record without them is not the whole of it: sent back, it would clear them.
      if (more.kind !== 'answered') return more
      if (!isReadable(more.value)) return { kind: 'unknown', detail: `${absent.join(', ')} can’t be read`, status: null }
      return { ...outcome, value: { ...outcome.value, document: { ...outcome.value.document, ...picked(more.value.document, absent) } } }
    },
  }
}

function absentIn(document: RecordDocument, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => !Object.hasOwn(document, field))
}

function picked(document: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(fields.flatMap((field) => (Object.hasOwn(document, field) ? [[field, document[field]] as const] : [])))
}
