/**
 * The definitions of custom fields: read from the CRM now and then, made and changed there at once.
 *
 * They are no part of the outbox: a value that waits for a field which may be refused would be worth nothing. So these need the
 * CRM at hand, and say so when it is not.
 */
import { fail, preview } from '../../shared/failure'
import {
  type CustomField,
  type CustomFieldObject,
  customFieldObjects,
  fieldFormats,
  isSelect,
  readCustomField,
} from '../../shared/model/custom-field'
import type { FieldsRefreshed } from '../../shared/contract/fields'
import type { ConnectionId, RemoteId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { DefinitionWrite, Outcome } from '../connectors/connector'
import { customFieldsReadAt, listCustomFields, saveCustomFields } from '../mirror/custom-fields'
import { transaction } from '../mirror/open'
import type { CommandHandlers } from './dispatch'
import { refreshIndustries } from './industries'
import { requireConnection, type Workbench } from './workbench'

type Handled = 'fields.refresh' | 'fields.add' | 'fields.edit' | 'fields.remove'

/** Definitions change rarely, and whoever changes them here knows at once. */
const YOUNG_MS = 3_600_000
const PAGE = 100
/** No CRM has more; protects from a list that ignores its offset. */
const MOST_PAGES = 20

export function fieldHandlers(bench: Workbench): Pick<CommandHandlers, Handled> {
  return {
    'fields.refresh': ({ connection, now }) => refresh(bench, requireConnection(bench.settings, connection).id, now),
    'fields.add': async ({ connection, object, definition }) => {
      requireConnection(bench.settings, connection)
      checkDefinition(definition, null)
      const made = await write(bench, connection, { kind: 'create', object, definition })
      return settled(bench, connection, object, made, textOf(definition, 'slug') ?? null)
    },
    'fields.edit': async ({ connection, object, slug, definition }) => {
      const { id, document } = requireField(bench, connection, object, slug)
      checkDefinition({ ...document, ...definition }, slug)
      const { id: _id, created_at: _created, updated_at: _updated, raw: _raw, objects: _objects, ...whole } = document
      const replaced = await tryWrite(bench, connection, { kind: 'replace', id, definition: { ...whole, ...definition } })
      // Some take only what changes, with the two fields that name a definition.
      const refusedAsSuch = replaced.kind === 'refused' && (replaced.status === 405 || replaced.status === 501)
      const patch: DefinitionWrite = { kind: 'patch', id, definition: { name: whole['name'], object_type: whole['object_type'], ...definition } }
      const outcome = refusedAsSuch ? await tryWrite(bench, connection, patch) : replaced
      return settled(bench, connection, object, valueOf(bench, connection, outcome), slug)
    },
    'fields.remove': async ({ connection, object, slug }) => {
      const { id } = requireField(bench, connection, object, slug)
      const outcome = await tryWrite(bench, connection, { kind: 'remove', id })
      // Gone already is what was asked for.
      if (outcome.kind !== 'gone') valueOf(bench, connection, outcome)
      await refresh(bench, connection, true)
      // The values went with it, and no stamp moved: only a comparison of whole records shows that.
      const walked = bench.sync.run({ connection, objects: [object], full: true, reconcile: false, patience: bench.patience })
      // A command ends with its process; the app goes on by itself, and tells how it went where every pull is told.
      if (bench.patience === 'command') await walked
      return null
    },
  }
}

async function refresh(bench: Workbench, connection: ConnectionId, now: boolean): Promise<FieldsRefreshed> {
  const { db, world, sync } = bench
  const known = customFieldsReadAt(db, connection)
  if (!now && known !== null && world.now() - known.at < YOUNG_MS) return { supported: known.supported, asked: false }
  const line = sync.line(connection)
  await refreshIndustries(bench, connection)
  const found: CustomField[] = []
  for (const object of customFieldObjects) {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const outcome = await line.read(bench.patience, (connector, signal) =>
        connector.definitions(object, { offset: page * PAGE, limit: PAGE }, signal),
      )
      if (isNotOffered(outcome)) {
        save(bench, connection, [], false)
        return { supported: false, asked: true }
      }
      if (outcome.kind !== 'answered') return fail(line.failure(outcome))
      const read = outcome.value.flatMap((definition) => readCustomField(object, definition) ?? [])
      const news = read.filter(({ slug }) => !found.some((each) => each.object === object && each.slug === slug))
      found.push(...news)
      if (outcome.value.length < PAGE || news.length === 0) break
    }
  }
  save(bench, connection, found, true)
  return { supported: true, asked: true }
}

/** Tells every window where something is new. */
function save({ db, world, emit }: Workbench, connection: ConnectionId, fields: readonly CustomField[], supported: boolean): void {
  const before = JSON.stringify(listCustomFields(db, connection, null))
  transaction(db, 'pulled', () => saveCustomFields(db, connection, fields, supported, world.now()))
  if (JSON.stringify(listCustomFields(db, connection, null)) !== before) emit({ kind: 'fields.changed', connection })
}

function isNotOffered(outcome: Outcome<unknown>): boolean {
  return outcome.kind === 'refused' && [403, 404, 405, 501].includes(outcome.status)
}

function tryWrite({ sync }: Workbench, connection: ConnectionId, definition: DefinitionWrite): Promise<Outcome<JsonObject | null>> {
  return sync.line(connection).once((connector) => connector.writeDefinition(definition), { urgent: true })
}

async function write(bench: Workbench, connection: ConnectionId, definition: DefinitionWrite): Promise<JsonObject | null> {
  return valueOf(bench, connection, await tryWrite(bench, connection, definition))
}

function valueOf({ sync }: Workbench, connection: ConnectionId, outcome: Outcome<JsonObject | null>): JsonObject | null {
  return outcome.kind === 'answered' ? outcome.value : fail(sync.line(connection).failure(outcome))
}

/** As the CRM has it after a write: of its answer, or of the list where that says too little. */
async function settled(
  bench: Workbench,
  connection: ConnectionId,
  object: CustomFieldObject,
  answer: JsonObject | null,
  slug: string | null,
): Promise<CustomField> {
  await refresh(bench, connection, true)
  const read = answer === null ? null : readCustomField(object, answer)
  const known = listCustomFields(bench.db, connection, object).find((field) => field.slug === (read?.slug ?? slug))
  return known ?? read ?? fail({ kind: 'not-found', what: 'custom field', id: slug ?? '' })
}

function requireField(bench: Workbench, connection: ConnectionId, object: CustomFieldObject, slug: string): CustomField & { readonly id: RemoteId } {
  requireConnection(bench.settings, connection)
  const field = listCustomFields(bench.db, connection, object).find((each) => each.slug === slug)
  if (!field) return fail({ kind: 'not-found', what: `custom field of ${object}`, id: slug })
  const { id } = field
  if (id === null) return fail({ kind: 'bad-input', where: slug, expected: 'a custom field that the CRM lets us change', got: 'one without an id' })
  return { ...field, id: id as RemoteId }
}

/** Blocks what no CRM could make sense of; the rest is the CRM's to judge. `slug`: of one that is there. */
function checkDefinition(definition: JsonObject, slug: string | null): void {
  const { format = null, options } = definition
  if (textOf(definition, 'name') === null)
    fail({ kind: 'bad-input', where: 'name', expected: 'what the field is called', got: preview(definition['name']) })
  if (format !== null && slug === null && !(fieldFormats as readonly unknown[]).includes(format))
    fail({ kind: 'bad-input', where: 'format', expected: `one of ${fieldFormats.join(', ')}`, got: preview(format) })
  if (slug !== null && definition['slug'] !== undefined && definition['slug'] !== slug)
    fail({ kind: 'bad-input', where: 'slug', expected: `${slug}, since values are kept by it`, got: preview(definition['slug']) })
  const needsOptions = isSelect(typeof format === 'string' ? format : null)
  const isList = Array.isArray(options) && options.length > 0 && options.every((option) => typeof option === 'string' && option.trim() !== '')
  if (needsOptions && !isList)
    fail({ kind: 'bad-input', where: 'options', expected: 'a list of texts to choose from', got: preview(options ?? null) })
}

function textOf(definition: JsonObject, key: string): string | null {
  const value = definition[key]
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
