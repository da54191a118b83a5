/** One record of several: the keeper takes what it lacks, whoever named the others names it, and the others go. One batch, for review. */
import { fail } from '../../../shared/failure'
import type { MergeableObject, MergeResult } from '../../../shared/model/duplicates'
import type { FieldPath } from '../../../shared/model/field-path'
import { readField } from '../../../shared/model/field-path'
import type { ConnectionId, RecordId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import { isWritable } from '../../../shared/model/object-type'
import { mergedFields } from '../../../shared/model/merge-records'
import type { RecordView } from '../../../shared/model/views'
import { countNaming, type NamingRecord, recordsNaming } from '../../mirror/duplicates'
import { targetOf } from '../../mirror/identity'
import type { ReadDb } from '../../mirror/open'
import { saveDelete } from '../../mirror/outbox'
import { getRecord } from '../../mirror/records'
import { landBatch } from '../land-batch'
import { editRecord } from '../records'
import { requireSupport } from '../support'
import type { Workbench } from '../workbench'

export interface MergeInput {
  readonly connection: ConnectionId
  readonly object: MergeableObject
  readonly keep: string
  readonly others: readonly string[]
  /** By field, the record whose value is taken. */
  readonly pick: Readonly<Record<string, string>>
  readonly batch: string | null
}

export async function mergeRecords(bench: Workbench, input: MergeInput): Promise<MergeResult> {
  const { connection, object } = input
  const { db, world } = bench
  requireSupport(bench, { connection, object, method: 'remove' })
  const keep = requireView(bench, input, input.keep)
  const others = input.others.map((id) => requireView(bench, input, id))
  const all = [keep, ...others]
  if (new Set(all.map(({ id }) => id)).size < all.length) {
    fail({ kind: 'bad-input', where: 'others', expected: 'records that differ from each other and from the keeper', got: 'the same one twice' })
  }
  const merged = mergedFields(
    object,
    all.map(({ document }) => document),
    picks(input.pick, all),
  )
  const fields = merged.filter(({ changes }) => changes).map(({ path, result }) => ({ path, value: result }))
  const batch = input.batch ?? `Merge ${keep.name ?? keep.id}`
  const moved = countNaming(
    db,
    connection,
    object,
    others.map(({ id }) => id),
  )

  function* edits(): Generator<() => void> {
    if (fields.length > 0) yield () => void editRecord(bench, { connection, object, batch, recordId: keep.id, fields })
    const gone = new Set(others.map(({ id }) => id))
    for (const owner of ownersOf(db, [...gone])) if (!gone.has(owner.id)) yield () => relink(bench, { connection, object, batch, owner, gone, keep })
    for (const { id } of others) yield () => void saveDelete(db, { connection, object, recordId: id, batch, now: world.now() })
  }
  await landBatch(bench, { connection, batch, signal: new AbortController().signal, tell: () => undefined }, edits())
  return { batch, keep: keep.id, fields: fields.map(({ path }) => path), moved, deleted: others.length }
}

/** Who names one that goes, with all the fields that do. */
function ownersOf(db: ReadDb, gone: readonly RecordId[]): Iterable<NamingRecord> {
  const owners = new Map<RecordId, NamingRecord>()
  for (const { id, object, paths } of gone.flatMap((each) => recordsNaming(db, each))) {
    owners.set(id, { id, object, paths: [...new Set([...(owners.get(id)?.paths ?? []), ...paths])] })
  }
  return owners.values()
}

interface Relink {
  readonly connection: ConnectionId
  readonly object: MergeableObject
  readonly batch: string
  readonly owner: NamingRecord
  readonly gone: ReadonlySet<RecordId>
  readonly keep: RecordView
}

/** Every field of the owner that names one that goes, names the keeper; where it named both, once. */
function relink(bench: Workbench, { connection, object, batch, owner, gone, keep }: Relink): void {
  const { db } = bench
  const view = getRecord(db, connection, owner.object, owner.id)
  if (!view || !isWritable(owner.object)) return
  const reference = keep.remoteId ?? keep.id
  const moved = (id: Json): Json => (typeof id === 'string' && gone.has(targetOf(db, connection, object, id)) ? reference : id)
  const fields = owner.paths.map((path) => {
    // The link was made of this field, so it is one.
    const field = path as FieldPath
    const held = readField(view.document, field) ?? null
    return { path: field, value: Array.isArray(held) ? [...new Set(held.map(moved))] : moved(held) }
  })
  editRecord(bench, { connection, object: owner.object, batch, recordId: owner.id, fields })
}

function picks(pick: MergeInput['pick'], all: readonly RecordView[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pick).map(([path, id]) => {
      const place = all.findIndex((view) => view.id === id || view.remoteId === id)
      if (place < 0) fail({ kind: 'bad-input', where: `pick ${path}`, expected: 'one of the records that are merged', got: id })
      return [path, place]
    }),
  )
}

function requireView({ db }: Workbench, { connection, object }: MergeInput, id: string): RecordView {
  return getRecord(db, connection, object, id) ?? fail({ kind: 'not-found', what: object, id })
}
