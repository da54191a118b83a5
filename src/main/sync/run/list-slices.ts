/**
 * Lists that a CRM gives only by a filter: events by their type, contacts by their company. Such a list is read as many lists, one for
 * each value, in an order that a later run can go on in. What it needs is known from the answers, or from the CRM's own matrix.
 */
import { eventTypes } from '../../../shared/model/fields'
import type { ConnectionId, RemoteId } from '../../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { ListSlice, SliceBy } from '../../connectors/connector'
import { loadCapability, loadCheckpoint, noteCapability } from '../../mirror/checkpoints'
import { nextRemoteId } from '../../mirror/identity'
import { type ReadDb, transaction } from '../../mirror/open'
import { findSupport } from '../../mirror/support'
import type { StreamParts } from './apply-page'

/** Whose records the values are. */
const parents: Readonly<Record<Exclude<SliceBy, 'type'>, ObjectType>> = {
  company_id: 'company',
  contact_id: 'contact',
  deal_id: 'deal',
  lead_id: 'lead',
  pipeline_id: 'pipeline',
  user_id: 'user',
}

/** The filters of each list. */
const filters: Readonly<Record<ObjectType, readonly SliceBy[]>> = {
  contact: ['company_id', 'deal_id', 'user_id'],
  company: ['contact_id', 'deal_id', 'user_id'],
  deal: ['pipeline_id', 'company_id', 'contact_id', 'user_id'],
  event: ['type', 'company_id', 'contact_id', 'deal_id', 'lead_id', 'user_id'],
  lead: ['company_id', 'contact_id', 'user_id'],
  pipeline: [],
  user: [],
}

/** The engine's own memory of a filter that a list turned out to need. */
const LIST_NEEDS = 'list-needs'

type Where = Pick<StreamParts, 'db' | 'line'>

/** The filter by a parent that this list needs, as far as is known; null: none. A type is learned as a capability, see `habits.ts`. */
export function neededParent(db: ReadDb, connection: ConnectionId, object: ObjectType): Exclude<SliceBy, 'type'> | null {
  const noted = loadCapability(db, connection, object, LIST_NEEDS)
  const options = findSupport(db, connection, object)?.listOptions ?? {}
  // One is enough: where the matrix asks for a type, too, that is the shorter way through the list.
  if (noted === null && options['type'] === 'required') return null
  return ofParent(filters[object].find((by) => by === noted) ?? filters[object].find((by) => options[by] === 'required'))
}

/** The type whose records have to be here before this list can be read. */
export function parentType(db: ReadDb, connection: ConnectionId, object: ObjectType): ObjectType | null {
  const by = neededParent(db, connection, object)
  return by === null ? null : parents[by]
}

/** The filter that a refusal asks for, by name. */
export function parentNamedIn(words: string, object: ObjectType): Exclude<SliceBy, 'type'> | null {
  return ofParent(filters[object].find((by) => by !== 'type' && new RegExp(`\\b${by}\\b`).test(words)))
}

export function noteNeededParent({ db, world, line }: StreamParts, object: ObjectType, by: SliceBy, words: string): void {
  transaction(db, 'pulled', () =>
    noteCapability(db, line.connection.id, object, LIST_NEEDS, by, `asked for the list without ${by}: ${words}`, world.now()),
  )
}

/** The first part of a list, or the one after; null: there is none any more. */
export function sliceAfter({ db, line }: Where, by: SliceBy, value: string | null): ListSlice | null {
  const next =
    by === 'type'
      ? eventTypes[value === null ? 0 : (eventTypes as readonly string[]).indexOf(value) + 1]
      : nextRemoteId(db, line.connection.id, parents[by], value as RemoteId | null)
  return next === undefined || next === null ? null : { by, value: next }
}

/** Whether all that the values are taken from is here: else a list would end before it is whole. */
export function knowsParents({ db, line }: Where, by: SliceBy): boolean {
  return by === 'type' || (loadCheckpoint(db, line.connection.id, parents[by])?.backfilledAt ?? null) !== null
}

export function sliceJson(slice: ListSlice | null): JsonObject | null {
  return slice === null ? null : { ...slice }
}

/** What another version wrote is read as far as it makes sense. */
export function readSlice(json: Json | undefined): ListSlice | null {
  if (!isJsonObject(json)) return null
  const { by, value } = json
  const known = (['type', ...Object.keys(parents)] as SliceBy[]).find((each) => each === by)
  return known === undefined || typeof value !== 'string' ? null : { by: known, value }
}

function ofParent(by: SliceBy | undefined): Exclude<SliceBy, 'type'> | null {
  return by === undefined || by === 'type' ? null : by
}
