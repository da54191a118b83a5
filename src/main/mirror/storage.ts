/**
 * The mirror with everything around it that keeps it safe: the lock, the copy of the open changes, the reserve, the guard. Opened in this
 * order, and each step may stop it:
 *
 *   lock        one writer a workspace
 *   set aside   a file that a fresh process found damaged, and only that
 *   open        schema brought up to date; a newer one refused
 *   guard       from here on each write is watched
 *   agree       does it hold what its witness saw? what is missing comes back
 *   recover     what was on its way when we ended
 */
import { existsSync, readdirSync } from 'node:fs'
import { fail } from '../../shared/failure'
import type { Instant } from '../../shared/model/ids'
import type { StorageNotice } from '../../shared/storage-notice'
import { type FileSystemOf, remoteFolder } from './folder-kind'
import { keptNotices, noteForLater } from './notices'
import { closeMirror, openMirror, type WriteDb } from './open'
import { recoverOutbox } from './recovery'
import { openReadOnlyMirror, readOnlyReason } from './read-only'
import { freeBytes, openReserve } from './reserve'
import { type Damage, setAside } from './set-aside'
import { keepSidecar, readSidecar, type SidecarPlaces } from './sidecar'
import { bringIntoAgreement } from './sidecar-import'
import { isReadTrouble } from './sql'
import { guardStorage } from './storage-guard'
import { takeWorkspaceLock } from './workspace-lock'

/** What SQLite needs beside a file to open it at all. */
const LEAST_ROOM_BYTES = 64 * 1024

export interface StorageFiles {
  readonly folder: string
  readonly mirror: string
  readonly sidecar: SidecarPlaces
  readonly lock: string
  readonly reserve: string
}

export interface StorageParts {
  readonly files: StorageFiles
  readonly now: () => Instant
  /** Works for hours: keeps a reserve. A command is done before it could need one. */
  readonly longLived: boolean
  readonly damage: Damage | null
  /** Who holds the workspace already, in words. */
  readonly otherHolder: () => string
  /** A notice came or went. */
  readonly changed: () => void
  readonly suspect: (detail: string) => void
  readonly fileSystemOf?: FileSystemOf
}

export interface Storage {
  readonly db: WriteDb
  /** The file to read from: the mirror, or the copy of it that had to be made. */
  readonly readFrom: string
  readonly takesWrites: boolean
  notices(): readonly StorageNotice[]
  /** Looks how file, disk and copy stand; cheap, for every few seconds. */
  look(): void
  /** Copies open changes that were not copied yet. */
  saveCopy(): void
  /** The same into both places: nothing that was removed stays in either. */
  forgetCopies(): void
  /** Somebody found something wrong with the file: it has to be judged. */
  suspect(detail: string): void
  close(): void
}

export function openStorage(parts: StorageParts): Storage {
  const { files, now } = parts
  const detail = readOnlyReason(files.folder, files.mirror)
  if (detail !== null && existsSync(files.mirror)) return openForReading(parts, detail)
  const place = placeNotices(parts)
  const lock = takeWorkspaceLock(files.lock) ?? fail({ kind: 'workspace-in-use', workspace: files.folder, holder: parts.otherHolder() })
  try {
    const kept = parts.damage === null ? null : setAside(files.mirror, parts.damage, now())
    return openForWriting(parts, place, kept, () => lock.release())
  } catch (error) {
    lock.release()
    // Not even a start fits on the disk. What is there can be read all the same.
    if (isFull(error, files.folder) && existsSync(files.mirror)) return openForReading(parts, 'the disk is full')
    throw error
  }
}

function openForWriting(parts: StorageParts, place: readonly StorageNotice[], kept: string | null, release: () => void): Storage {
  const { files, now, changed, suspect } = parts
  const db = openMirror(files.mirror, { now: now() })
  try {
    const copy = readSidecar(files.sidecar)
    const keeper = keepSidecar(db, files.sidecar, copy)
    const reserve = openReserve(files.reserve)
    const guard = guardStorage({ db, keeper, reserve, now, changed, suspect })
    const agreement = bringIntoAgreement(db, copy, now())
    if (kept !== null) {
      noteForLater(db, { kind: 'mirror-set-aside', at: now(), kept, mirror: files.mirror, detail: parts.damage?.detail ?? '' })
    }
    if (agreement.kind === 'behind') {
      noteForLater(db, { kind: 'changes-brought-back', at: now(), changes: agreement.changes, newMirror: agreement.newMirror })
    }
    recoverOutbox(db, now())
    guard.saveCopy()
    if (parts.longLived) reserve.take()
    return {
      db,
      readFrom: files.mirror,
      takesWrites: true,
      notices: () => [...guard.notices(), ...place, ...keptNotices(db, now())],
      look() {
        guard.look()
        keeper.compact()
      },
      saveCopy: guard.saveCopy,
      forgetCopies: keeper.saveInBoth,
      suspect,
      close() {
        try {
          guard.saveCopy()
          keeper.compact()
        } finally {
          closeMirror(db)
          release()
        }
      },
    }
  } catch (error) {
    closeMirror(db)
    throw error
  }
}

function openForReading({ files, now }: StorageParts, detail: string): Storage {
  const { db, copy, close } = openReadOnlyMirror(files.mirror, files.folder, detail)
  const notice: StorageNotice = { kind: 'read-only', at: now(), detail, copy }
  return {
    db,
    readFrom: copy === null ? files.mirror : `${copy}/mirror.db`,
    takesWrites: false,
    notices: () => [notice, ...keptNotices(db, now())],
    look: () => undefined,
    saveCopy: () => undefined,
    forgetCopies: () => undefined,
    suspect: () => undefined,
    close,
  }
}

/** A new workspace is refused where it could not be kept safe; one that stands there already is opened, with a warning. */
function placeNotices({ files, now, fileSystemOf }: StorageParts): readonly StorageNotice[] {
  const remote = remoteFolder(files.folder, fileSystemOf)
  if (remote === null) return []
  if (remote.refuse && !existsSync(files.mirror)) {
    fail({
      kind: 'mirror-unusable',
      file: files.mirror,
      detail: `its folder is on ${remote.kind}, where a database is damaged sooner or later`,
      advice: 'Choose a folder on a disk of this computer with --workspace.',
    })
  }
  return [{ kind: 'remote-folder', at: now(), folder: files.folder, detail: remote.kind }]
}

/** Files of this workspace that were set aside, for whoever wants to look at them. */
export function keptDamaged(files: StorageFiles): readonly string[] {
  return readdirSync(files.folder).filter((name) => /\.damaged-[^/]*Z$/.test(name))
}

/** SQLite has no words of its own for a full disk where it makes its shared memory. */
function isFull(error: unknown, folder: string): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return code === 'SQLITE_FULL' || (code.startsWith('SQLITE_IOERR_SHM') && freeBytes(folder) < LEAST_ROOM_BYTES)
}

/** Opening failed in a way that only a look from outside can judge. */
export function needsJudging(error: unknown): boolean {
  return isReadTrouble(error) || (error instanceof Error && isReadTrouble(error.cause))
}
