/**
 * What a rep does to records: create, edit, delete, read again. Each is durable on this computer when it resolves, and none
 * waits for a network.
 */
import { randomBytes } from 'node:crypto'
import { fail, preview } from '../../shared/failure'
import { hasCustomFields, missingRequired } from '../../shared/model/custom-field'
import { definitionOf, type FieldValue, parseFieldPath, unfoldFields, writeField } from '../../shared/model/field-path'
import { type ConnectionId, LOCAL_ID_PREFIX, parseInstant, parseRecordId, type RecordId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType, WritableObjectType } from '../../shared/model/object-type'
import { objectValuedFields } from '../../shared/model/fields'
import { type Change, RECORD_PATH } from '../../shared/sync/change'
import { listCustomFields } from '../mirror/custom-fields'
import { historyEntry } from '../mirror/history'
import { findRecordId } from '../mirror/identity'
import { saveCreate, saveDelete, saveEdit } from '../mirror/outbox'
import { getRecord } from '../mirror/records'
import type { CommandHandlers } from './dispatch'
import { withWholeName } from './person-name'
import { requireSupport } from './support'
import { requireConnection, type Workbench } from './workbench'

export function recordHandlers(
  bench: Workbench,
): Pick<CommandHandlers, 'records.create' | 'records.edit' | 'records.delete' | 'records.refresh' | 'records.editing' | 'records.restoreValue'> {
  const { db, world, settings } = bench
  const saved = <Value>(value: Value): Value => {
    bench.saveSidecar()
    return value
  }
  const edit = ({ connection, object, recordId, set, unset, batch }: Edit): Change | null => {
    const fields = [...set.flatMap(({ path, value }) => unfolded(object, path, value)), ...unset.map((path) => cleared(object, path))]
    return saved(editRecord(bench, { connection, object, recordId, fields, batch }))
  }
  return {
    'records.create': (input) => {
      requireConnection(settings, input.connection)
      if (input.complete) requireComplete(bench, input)
      return saved(createRecord(bench, input))
    },
    'records.restoreValue': ({ connection, object, id, entry, batch }) => {
      requireConnection(settings, connection)
      const recordId = requireRecord(bench, connection, object, id)
      const line = historyEntry(db, recordId, entry) ?? fail({ kind: 'not-found', what: `line of the history of ${object} ${id}`, id: String(entry) })
      if (line.path === RECORD_PATH)
        fail({ kind: 'bad-input', where: `line ${entry}`, expected: 'a line about a field', got: 'one about the record as a whole' })
      return edit({ connection, object, recordId, batch, set: [{ path: line.path, value: line.old }], unset: [] })
    },
    'records.edit': ({ connection, object, id, set, unset, batch }) => {
      requireConnection(settings, connection)
      return edit({ connection, object, recordId: requireRecord(bench, connection, object, id), set, unset, batch })
    },
    'records.delete': ({ connection, object, id, batch }) => {
      requireConnection(settings, connection)
      const recordId = requireRecord(bench, connection, object, id)
      requireSupport(bench, { connection, object, method: 'remove', recordId })
      return saved(saveDelete(db, { connection, object, recordId, batch, now: world.now() }))
    },
    'records.editing': ({ connection, object, id, open }) => {
      requireConnection(settings, connection)
      bench.sync.editing(connection, requireRecord(bench, connection, object, id), open)
      return null
    },
    'records.refresh': ({ connection, object, id }) => bench.sync.refresh(connection, object, requireRecord(bench, connection, object, id)),
  }
}

type Saving = Pick<Workbench, 'db' | 'world' | 'settings'>
type Place = { readonly connection: ConnectionId; readonly object: WritableObjectType; readonly batch: string | null }

/** Checks and saves a new record; without the copy beside the mirror, which is due before it is acknowledged. */
export function createRecord({ db, world, settings }: Saving, { connection, object, batch, data }: Place & { readonly data: JsonObject }): Change {
  requireSupport({ db, settings }, { connection, object, method: 'create', fields: Object.keys(data) })
  const document = wholeName(object, checkedData(object, data))
  return saveCreate(db, { connection, object, data: document, batch, now: world.now(), recordId: newRecordId() })
}

/** Checks and saves fields of a record, and what follows from them; the same holds. */
export function editRecord(
  { db, world, settings }: Saving,
  { connection, object, batch, recordId, fields }: Place & { readonly recordId: RecordId; readonly fields: readonly FieldValue[] },
): Change | null {
  for (const field of fields) checkValue(object, field)
  requireSupport({ db, settings }, { connection, object, method: 'update', fields: fields.map(({ path }) => path), recordId })
  const document = getRecord(db, connection, object, recordId)?.document ?? {}
  return saveEdit(db, { connection, object, recordId, fields: withWholeName(object, document, fields), batch, now: world.now() })
}

interface Edit {
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly recordId: RecordId
  readonly set: readonly { readonly path: string; readonly value: Json }[]
  readonly unset: readonly string[]
  readonly batch: string | null
}

export function requireRecord({ db }: Workbench, connection: ConnectionId, object: ObjectType, id: string): RecordId {
  return findRecordId(db, connection, object, id) ?? fail({ kind: 'not-found', what: object, id })
}

/** Random, so that two computers never give the same one. */
export function newRecordId(): RecordId {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
  return parseRecordId(LOCAL_ID_PREFIX + Array.from(randomBytes(26), (byte) => alphabet[byte % alphabet.length]).join(''))
}

/** A new record's data, every field known and of its kind; stamps and ids are the CRM's to give. */
export function checkedData(object: WritableObjectType, data: JsonObject): JsonObject {
  const fields = unfoldFields(object, data)
  if (fields.length === 0) fail({ kind: 'bad-input', where: object, expected: 'at least one field', got: preview(data) })
  for (const field of fields) checkValue(object, field)
  const { id: _id, raw: _raw, created_at: _createdAt, updated_at: _updatedAt, ...rest } = data
  return rest
}

/** A person typed in by first and last name has a name too. */
function wholeName(object: WritableObjectType, data: JsonObject): JsonObject {
  const fields = unfoldFields(object, data)
  return withWholeName(object, {}, fields)
    .slice(fields.length)
    .reduce((document, { path, value }) => writeField(document, path, value), data)
}

/** `address` or `metadata` as a whole stands for its parts. */
function unfolded(object: WritableObjectType, path: string, value: Json): readonly FieldValue[] {
  const whole = (objectValuedFields.has(path) && isJsonObject(value)) || (path === 'metadata' && Array.isArray(value))
  return whole ? unfoldFields(object, { [path]: value }) : [{ path: parseFieldPath(object, path), value }]
}

function cleared(object: WritableObjectType, path: string): FieldValue {
  return { path: parseFieldPath(object, path), value: null }
}

/** Blocks what can't be that kind of value at all. Rules that only the CRM knows are the CRM's to enforce. */
export function checkValue(object: WritableObjectType, { path, value }: FieldValue): void {
  const field = definitionOf(object, path)
  if (field.readOnly) fail({ kind: 'bad-input', where: path, expected: 'a field that the CRM lets us write', got: 'one that it sets itself' })
  if (value === null || path.startsWith('metadata.')) return
  const expected = expectedForm(field.kind)
  if (!expected.fits(value)) fail({ kind: 'bad-input', where: path, expected: expected.words, got: preview(value) })
}

interface Form {
  readonly words: string
  readonly fits: (value: Json) => boolean
}

const isText = (value: Json): value is string => typeof value === 'string'
const listOf = (fits: (value: Json) => boolean) => (value: Json) => Array.isArray(value) && value.every(fits)
const member = (entry: Json, key: string): boolean => isJsonObject(entry) && isText(entry[key] ?? null)

function expectedForm(kind: ReturnType<typeof definitionOf>['kind']): Form {
  switch (kind) {
    case 'text':
    case 'long-text':
    case 'url':
    case 'select':
    case 'user':
    case 'relation':
      return { words: 'a text', fits: isText }
    case 'number':
    case 'money':
    case 'percent':
      return { words: 'a number', fits: (value) => typeof value === 'number' && Number.isFinite(value) }
    case 'boolean':
      return { words: 'true or false', fits: (value) => typeof value === 'boolean' }
    case 'date-time':
      return {
        words: 'a date and time with its zone, such as 2026-12-18T09:00:00.000Z',
        fits: (value) => isText(value) && (value === '' || parseInstant(value) !== null),
      }
    case 'texts':
    case 'urls':
    case 'relations':
      return { words: 'a list of texts', fits: listOf(isText) }
    case 'emails':
      return { words: 'a list like [{"email": "a@b.example", "type": "WORK"}]', fits: listOf((entry) => member(entry, 'email')) }
    case 'phones':
      return { words: 'a list like [{"telephone": "+49 30 1234", "type": "WORK"}]', fits: listOf((entry) => member(entry, 'telephone')) }
    case 'references':
    case 'stages':
      return { words: 'a list like [{"id": "…"}]', fits: listOf((entry) => member(entry, 'id')) }
    case 'object':
    case 'custom':
      return { words: 'a list', fits: Array.isArray }
  }
}

/** By the definitions as they were last read: out of reach, those will do. */
function requireComplete({ db }: Workbench, { connection, object, data }: Parameters<CommandHandlers['records.create']>[0]): void {
  const missing = hasCustomFields(object) ? missingRequired(listCustomFields(db, connection, object), data) : []
  if (missing.length === 0) return
  const names = missing.map(({ name, slug }) => (name === slug ? slug : `${name} (${slug})`)).join(', ')
  fail({ kind: 'bad-input', where: 'metadata', expected: `values of the required custom fields: ${names}`, got: 'none' })
}
