/** A real mirror in a temporary folder, and short ways to put records into it. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyRecords, createSequence } from '../../../../src/main/mirror/apply'
import { saveCheckpoint } from '../../../../src/main/mirror/checkpoints'
import { closeMirror, openMirror, transaction, type WriteDb } from '../../../../src/main/mirror/open'
import { saveCreate, saveEdit } from '../../../../src/main/mirror/outbox'
import { findRecordId } from '../../../../src/main/mirror/identity'
import { getRecord } from '../../../../src/main/mirror/records'
import type { FieldPath } from '../../../../src/shared/model/field-path'
import { instant, parseConnectionId, parseRecordId, parseRemoteId, type RecordId } from '../../../../src/shared/model/ids'
import type { Json, JsonObject } from '../../../../src/shared/model/json'
import type { ObjectType, WritableObjectType } from '../../../../src/shared/model/object-type'

export const connection = parseConnectionId('c1')

export interface TestMirror {
  readonly db: WriteDb
  readonly file: string
  /** What a list brings, as one page. */
  pull(
    object: ObjectType,
    documents: readonly JsonObject[],
    options?: { readonly seq?: number; readonly source?: 'list' | 'read' },
  ): ReturnType<typeof applyRecords>
  /** Ours, for the CRM's id. */
  id(object: ObjectType, remoteId: string): RecordId
  view(object: ObjectType, id: string): JsonObject
  edit(object: WritableObjectType, id: string, set: Readonly<Record<string, Json>>, batch?: string): ReturnType<typeof saveEdit>
  create(object: WritableObjectType, data: JsonObject): ReturnType<typeof saveCreate>
  nextSeq(): number
  now(): ReturnType<typeof instant>
  reopen(): TestMirror
  close(): void
}

let made = 0

export function openTestMirror(file = join(mkdtempSync(join(tmpdir(), 'satchel-mirror-')), 'mirror.db')): TestMirror {
  let clock = Date.parse('2026-11-24T08:00:00.000Z')
  const now = () => instant((clock += 1000))
  const db = openMirror(file, { now: now() })
  const nextSeq = createSequence(db)
  const mirror: TestMirror = {
    db,
    file,
    nextSeq,
    now,
    pull: (object, documents, { seq = nextSeq(), source = 'list' } = {}) =>
      transaction(db, 'pulled', () => {
        const records = documents.map((document) => ({ object, remoteId: parseRemoteId(document['id']), document, raw: null }))
        const report = applyRecords(db, { connection, records, seq, now: now(), source })
        saveCheckpoint(db, connection, object, { bound: null, walk: null, lastOkAt: now(), lastError: null, backfilledAt: now() })
        return report
      }),
    id: (object, remoteId) => findRecordId(db, connection, object, remoteId) ?? parseRecordId('missing'),
    view: (object, id) => getRecord(db, connection, object, id)?.document ?? {},
    edit: (object, id, set, batch) =>
      saveEdit(db, {
        connection,
        object,
        recordId: mirror.id(object, id),
        fields: Object.entries(set).map(([path, value]) => ({ path: path as FieldPath, value })),
        batch: batch ?? null,
        now: now(),
      }),
    create(object, data) {
      made += 1
      const letters = String(made).replaceAll(/\d/g, (digit) => 'bcdefghijk'[Number(digit)] ?? '')
      const recordId = parseRecordId(`new_${letters.padStart(26, 'a')}`)
      return saveCreate(db, { connection, object, data, batch: null, now: now(), recordId })
    },
    reopen() {
      closeMirror(db)
      return openTestMirror(file)
    },
    close: () => closeMirror(db),
  }
  return mirror
}

export const at = (second: number): string => new Date(Date.parse('2026-11-01T00:00:00.000Z') + second * 1000).toISOString()
