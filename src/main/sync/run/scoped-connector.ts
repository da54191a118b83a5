/**
 * A connector that asks for no more than the scope: by owner, since a day, only some fields, with the provider's own form where
 * that is wanted.
 *
 * What a CRM sends beyond that, because it ignores a filter, is told apart where records are applied (`apply-page.ts`): the
 * reader of a list counts on every row that came.
 */
import { type Instant, instant, type RemoteId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { Connection } from '../../../shared/model/views'
import type { ReadDb } from '../../mirror/open'
import { findUserByEmail } from '../../mirror/users'
import { fieldsOf, isInScope, isScoped, type PullScope, projected, sinceOf } from '../../../shared/model/scope'
import { type Connector, type IncomingRecord, type ListPage, type ListRequest, type Outcome, isReadable } from '../../connectors/connector'

type Entry = ListPage['entries'][number]

/** The scope of a connection as it is now. */
export interface Scope {
  readonly current: () => PullScope
  /** The rep's id in the CRM; null while nobody knows it. */
  readonly owner: () => RemoteId | null
}

/** The rep's id among the users that are here by now, once it is found. */
export function ownerIn(db: ReadDb, { id, me }: Connection): () => RemoteId | null {
  let found: RemoteId | null = null
  return () => (found ??= me === null ? null : findUserByEmail(db, id, me))
}

export function scopeIncludes({ current, owner }: Scope, { object, document }: Pick<IncomingRecord, 'object' | 'document'>): boolean {
  const scope = current()
  return isInScope(scope, scope.onlyMine ? owner() : null, object, document)
}

/** The record as it is kept. */
export function keptRecord({ current }: Scope, record: IncomingRecord): IncomingRecord {
  const document = projected(current(), record.object, record.document)
  return document === record.document ? record : { ...record, document }
}

export function scopedConnector(connector: Connector, scope: Scope): Connector {
  /** Types whose list refuses to be asked for by owner. */
  const refusesOwner = new Set<ObjectType>()

  const list = async (object: ObjectType, request: ListRequest, signal: AbortSignal | null): Promise<Outcome<ListPage>> => {
    const wanted = narrowed(scope, object, request)
    const byOwner = wanted.ownerId !== null && request.ownerId === null
    if (byOwner && refusesOwner.has(object)) return connector.list(object, { ...wanted, ownerId: null }, signal)
    const outcome = await connector.list(object, wanted, signal)
    if (!byOwner || outcome.kind !== 'refused' || !outcome.words.includes('user_id')) return outcome
    refusesOwner.add(object)
    return connector.list(object, { ...wanted, ownerId: null }, signal)
  }

  return {
    ...connector,
    async list(object, request, signal) {
      if (request.beyondScope) return connector.list(object, request, signal)
      const outcome = await list(object, request, signal)
      if (outcome.kind !== 'answered') return outcome
      const isWhole = request.fields === null
      const entries = isWhole ? outcome.value.entries.map((entry) => (isReadable(entry) ? keptRecord(scope, entry) : entry)) : outcome.value.entries
      const page = { ...outcome.value, entries }
      if (!isWhole || !scope.current().raw || !isScoped(object) || entries.length === 0) return { ...outcome, value: page }
      const raws = await list(object, { ...request, fields: ['id', 'raw'] }, signal)
      return { ...outcome, value: raws.kind === 'answered' ? { ...page, entries: withRaw(entries, raws.value.entries) } : page }
    },
    fetch: (object, id, { raw }, signal) => connector.fetch(object, id, { raw: raw || (scope.current().raw && isScoped(object)) }, signal),
  }
}

function narrowed(scope: Scope, object: ObjectType, request: ListRequest): ListRequest {
  const current = scope.current()
  const floor = sinceOf(current, object)
  return {
    ...request,
    updatedSince: floor === null ? request.updatedSince : later(request.updatedSince, instant(floor)),
    ownerId: request.ownerId ?? (current.onlyMine && isScoped(object) ? scope.owner() : null),
    fields: request.fields ?? fieldsOf(current, object),
  }
}

function later(one: Instant | null, other: Instant): Instant {
  return one === null || one < other ? other : one
}

/** By id: the second list may have moved since the first. */
function withRaw(entries: readonly Entry[], raws: readonly Entry[]): readonly Entry[] {
  const byId = new Map(raws.flatMap((entry) => (isReadable(entry) && entry.raw !== null ? [[entry.remoteId, entry.raw] as const] : [])))
  return entries.map((entry) => (isReadable(entry) && entry.raw === null ? { ...entry, raw: byId.get(entry.remoteId) ?? null } : entry))
}
