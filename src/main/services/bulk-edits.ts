/**
 * Editing and deleting many records: first what would change, then the change itself, some hundreds a call.
 *
 * A caller asks for the ids of what matches, previews, and hands the ids over in parts under the name of one batch. Each part is
 * durable when it resolves; whoever stops asking has stopped, and what was done so far stands in the batch, to be pushed, held or
 * discarded as one.
 */
import { fail } from '../../shared/failure'
import { applyBulkEdits, type BulkEdit, isListField } from '../../shared/model/bulk-edit'
import { definitionOf, type FieldPath, type FieldValue, parseFieldPath } from '../../shared/model/field-path'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { WritableObjectType } from '../../shared/model/object-type'
import type { BulkPreview, BulkResult } from '../../shared/model/views'
import { findRecordId } from '../mirror/identity'
import { landPart } from '../mirror/landing'
import type { ReadDb } from '../mirror/open'
import { saveDelete, saveEdit } from '../mirror/outbox'
import { getRecord } from '../mirror/records'
import type { CommandHandlers } from './dispatch'
import { withWholeName } from './person-name'
import { checkValue } from './records'
import { requireSupport } from './support'
import { requireConnection, type Workbench } from './workbench'

interface BulkInput {
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly ids: readonly RecordId[]
}

/** What an edit would change, with some samples; records that are gone by now are counted apart. */
export function previewBulkEdit(
  db: ReadDb,
  { edits: asked, samples: most, ...input }: BulkInput & { readonly edits: readonly AskedEdit[]; readonly samples: number },
): BulkPreview {
  const edits = checkedEdits(input.object, asked)
  const samples: BulkPreview['samples'][number][] = []
  let changed = 0
  let already = 0
  let gone = 0
  for (const { id, name, document } of recordsOf(db, input)) {
    if (document === null) {
      gone += 1
      continue
    }
    const fields = applyBulkEdits(input.object, document, edits)
    if (fields.length === 0) already += 1
    else {
      changed += 1
      if (samples.length < most) samples.push({ id, name, fields })
    }
  }
  return { changed, already, gone, samples }
}

export interface AskedEdit {
  readonly path: string
  readonly action: BulkEdit['action']
  readonly value: Json
}

export function bulkHandlers(bench: Workbench): Pick<CommandHandlers, 'records.editMany' | 'records.deleteMany'> {
  const { db, world, settings } = bench
  /** All of a part or none of it; the copy beside the mirror is made once. */
  const saved = ({ connection, batch }: { readonly connection: ConnectionId; readonly batch: string }, work: () => BulkResult): BulkResult => {
    let result: BulkResult = { changed: 0, changes: [] }
    landPart(db, { connection, batch, now: world.now() }, () => {
      result = work()
    })
    bench.saveSidecar()
    return result
  }
  return {
    'records.editMany': ({ edits: asked, batch, ...input }) => {
      requireConnection(settings, input.connection)
      const edits = checkedEdits(input.object, asked)
      requireSupport(bench, { ...input, method: 'update', fields: edits.map(({ path }) => path) })
      return saved({ ...input, batch }, () => {
        const changes: BulkResult['changes'][number][] = []
        let changed = 0
        for (const { id, document } of recordsOf(db, input)) {
          const fields =
            document === null ? [] : applyBulkEdits(input.object, document, edits).map(({ path, value }): FieldValue => ({ path, value }))
          if (document === null || fields.length === 0) continue
          const whole = withWholeName(input.object, document, fields)
          const change = saveEdit(db, { connection: input.connection, object: input.object, recordId: id, fields: whole, batch, now: world.now() })
          changed += 1
          if (change) changes.push(change.id)
        }
        return { changed, changes }
      })
    },
    'records.deleteMany': ({ batch, ...input }) => {
      requireConnection(settings, input.connection)
      requireSupport(bench, { ...input, method: 'remove' })
      return saved({ ...input, batch }, () => {
        const changes: BulkResult['changes'][number][] = []
        let changed = 0
        for (const { id, document } of recordsOf(db, input)) {
          if (document === null) continue
          const change = saveDelete(db, { connection: input.connection, object: input.object, recordId: id, batch, now: world.now() })
          changed += 1
          if (change) changes.push(change.id)
        }
        return { changed, changes }
      })
    },
  }
}

interface BulkRecord {
  readonly id: RecordId
  readonly name: string | null
  /** Null: not here any more. */
  readonly document: JsonObject | null
}

function* recordsOf(db: ReadDb, { connection, object, ids }: BulkInput): Generator<BulkRecord> {
  for (const asked of ids) {
    const id = findRecordId(db, connection, object, asked)
    const view = id === null ? null : getRecord(db, connection, object, id)
    const deleted = view?.changes.some(({ kind, state }) => kind === 'delete' && state !== 'rejected' && state !== 'conflict') ?? true
    yield { id: id ?? asked, name: view?.name ?? null, document: view && !deleted ? view.document : null }
  }
}

/** Each edit is of a field that we may write, and its value of the field's kind. */
function checkedEdits(object: WritableObjectType, asked: readonly AskedEdit[]): readonly BulkEdit[] {
  return asked.map(({ path: raw, action, value }) => {
    const path = parseFieldPath(object, raw)
    checkValue(object, { path, value: null })
    if (action === 'set') checkValue(object, { path, value })
    if ((action === 'add' || action === 'remove') && !isListField(object, path))
      fail({ kind: 'bad-input', where: path, expected: 'a field that holds a list', got: definitionOf(object, path).kind })
    if (action === 'add') checkValue(object, { path, value: Array.isArray(value) ? value : [value] })
    if (action === 'copy') checkCopy(object, path, value)
    if (
      action === 'replace' &&
      !(isJsonObject(value) && typeof value['find'] === 'string' && value['find'] !== '' && typeof value['by'] === 'string')
    )
      fail({ kind: 'bad-input', where: path, expected: '{"find": "…", "by": "…"}', got: JSON.stringify(value) })
    return { path, action, value }
  })
}

function checkCopy(object: WritableObjectType, path: FieldPath, value: Json): void {
  const from = parseFieldPath(object, typeof value === 'string' ? value : '')
  const [one, other] = [definitionOf(object, path).kind, definitionOf(object, from).kind]
  const isText = (kind: string): boolean => kind === 'text' || kind === 'long-text'
  if (one !== other && !(isText(one) && isText(other))) fail({ kind: 'bad-input', where: path, expected: `a field of the kind ${one}`, got: other })
}
