/** A workspace's storage in a temporary folder, opened as the engine opens it, with short ways to pull and to edit. */
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyRecords, createSequence } from '../../../src/main/mirror/apply'
import { loadCheckpoint, saveCheckpoint } from '../../../src/main/mirror/checkpoints'
import { findRecordId } from '../../../src/main/mirror/identity'
import { transaction } from '../../../src/main/mirror/open'
import { listChanges, saveCreate, saveEdit } from '../../../src/main/mirror/outbox'
import { openStorage, type Storage, type StorageParts } from '../../../src/main/mirror/storage'
import { newRecordId } from '../../../src/main/services/records'
import { workspaceFiles, workspaceFolder, type WorkspaceFiles } from '../../../src/main/workspace/folder'
import { instant, parseConnectionId, parseRecordId, parseRemoteId } from '../../../src/shared/model/ids'
import type { FieldPath } from '../../../src/shared/model/field-path'
import type { Json, JsonObject } from '../../../src/shared/model/json'
import type { Change } from '../../../src/shared/sync/change'

export const acme = parseConnectionId('acme')

export interface Desk {
  readonly files: WorkspaceFiles
  readonly storage: Storage
  /** One page of contacts, with the checkpoint that covers it. */
  pull(documents: readonly JsonObject[]): void
  edit(remoteId: string, set: Readonly<Record<string, Json>>): Change | null
  create(data: JsonObject): Change
  /** Open changes as "path=new" texts, in their order. */
  waiting(): readonly string[]
  /** How far the pull got, and how many records are there: never the first without the second. */
  pulled(): { readonly checkpoint: number; readonly records: number }
  close(): void
}

let clock = Date.parse('2026-11-24T08:00:00.000Z')
export const now = () => instant((clock += 1000))

export function freshFiles(): WorkspaceFiles {
  return workspaceFiles(workspaceFolder(mkdtempSync(join(tmpdir(), 'satchel-storage-')), {}))
}

export function openDesk(files: WorkspaceFiles = freshFiles(), parts: Partial<StorageParts> = {}): Desk {
  const storage = openStorage({
    files,
    now,
    longLived: false,
    damage: null,
    otherHolder: () => 'the other one',
    changed: () => undefined,
    suspect: () => undefined,
    ...parts,
  })
  const { db } = storage
  const nextSeq = createSequence(db)
  return {
    files,
    storage,
    pull(documents) {
      transaction(db, 'pulled', () => {
        const records = documents.map((document) => ({ object: 'contact' as const, remoteId: parseRemoteId(document['id']), document, raw: null }))
        applyRecords(db, { connection: acme, records, seq: nextSeq(), now: now(), source: 'list' })
        const bound = instant((loadCheckpoint(db, acme, 'contact')?.bound ?? 0) + documents.length)
        saveCheckpoint(db, acme, 'contact', { bound, walk: null, lastOkAt: now(), lastError: null, backfilledAt: now() })
      })
    },
    edit: (remoteId, set) =>
      saveEdit(db, {
        connection: acme,
        object: 'contact',
        recordId: findRecordId(db, acme, 'contact', remoteId) ?? parseRecordId('missing'),
        fields: Object.entries(set).map(([path, value]) => ({ path: path as FieldPath, value })),
        batch: null,
        now: now(),
      }),
    create(data) {
      return saveCreate(db, { connection: acme, object: 'contact', data, batch: null, now: now(), recordId: newRecordId() })
    },
    waiting: () =>
      listChanges(db, { states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] }).flatMap(({ kind, fields }) =>
        fields.map(({ path, new: value }) => `${kind} ${path}=${JSON.stringify(value)}`),
      ),
    pulled() {
      const records = db.get<{ readonly n: number }>('SELECT count(*) AS n FROM record WHERE remote_id IS NOT NULL')?.n ?? 0
      return { checkpoint: loadCheckpoint(db, acme, 'contact')?.bound ?? 0, records }
    },
    close: () => storage.close(),
  }
}

/** The files as a kill at this moment would leave them: a copy of the whole folder, with nothing closed. */
export function filesAsAfterAKill(files: WorkspaceFiles): WorkspaceFiles {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-killed-'))
  cpSync(files.folder, folder, { recursive: true })
  return workspaceFiles(folder)
}

export const contacts = (count: number, from = 1): JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(from + index),
    name: `Contact ${from + index}`,
    title: 'Buyer',
    updated_at: new Date(Date.parse('2026-11-01T00:00:00.000Z') + (from + index) * 1000).toISOString(),
  }))
