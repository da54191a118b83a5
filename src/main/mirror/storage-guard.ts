/**
 * Watches over the mirror's file while it is open: is it still the file at its name, is there room, does its copy get written? What it finds
 * it says as notices, and refuses what must not be written.
 *
 *   disk full     the reserve is given up; a person's saves go on, pages wait until there is room again
 *   file moved    nothing more is written: what goes into it now would be found by nobody
 *   copy failed   the save stands, the rep is told that it has no second place
 */
import { fail } from '../../shared/failure'
import type { Instant } from '../../shared/model/ids'
import type { StorageNotice } from '../../shared/storage-notice'
import { type FileIdentity, identifyFiles } from './file-identity'
import type { Reserve } from './reserve'
import type { SidecarKeeper } from './sidecar'
import { type Guard, handleOf, type WriteDb } from './sql'

export interface StorageGuard {
  /** How it stands now. */
  notices(): readonly StorageNotice[]
  /** Looks again: called every few seconds, and when somebody wants to know. */
  look(): void
  /** Copies what was not copied yet. */
  saveCopy(): void
}

export interface GuardParts {
  readonly db: WriteDb
  readonly keeper: SidecarKeeper
  readonly reserve: Reserve
  readonly now: () => Instant
  /** A notice came or went. */
  readonly changed: () => void
  /** The file could not be read twice in a row: it has to be judged from outside. */
  readonly suspect: (detail: string) => void
}

export function guardStorage(parts: GuardParts): StorageGuard {
  const { db, keeper, reserve, now, changed, suspect } = parts
  const identity: FileIdentity = identifyFiles(db.file)
  let full: StorageNotice | null = null
  let moved: (StorageNotice & { readonly kind: 'mirror-moved' }) | null = null
  let uncopied: StorageNotice | null = null

  const becomeFull = (): void => {
    if (full !== null) return
    full = { kind: 'disk-full', at: now(), file: db.file }
    changed()
  }
  const lookForRoom = (): void => {
    if (full === null || !reserve.take()) return
    full = null
    changed()
  }
  const lookForFile = (): void => {
    const detail = moved === null ? identity.lost() : null
    if (detail === null) return
    moved = { kind: 'mirror-moved', at: now(), file: db.file, detail }
    changed()
  }
  const saveCopy = (): void => {
    try {
      writeCopy()
      if (uncopied !== null) {
        uncopied = null
        changed()
      }
    } catch (error) {
      const first = uncopied === null
      uncopied = { kind: 'copy-failed', at: now(), file: db.file, detail: error instanceof Error ? error.message : String(error) }
      if (first) changed()
    }
  }
  const writeCopy = (): void => {
    try {
      keeper.save()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC' || !reserve.give()) throw error
      becomeFull()
      keeper.save()
    }
  }
  const refuseMoved = (): void => {
    if (moved === null) return
    fail({
      kind: 'mirror-unusable',
      file: moved.file,
      detail: `it ${moved.detail} while it was open`,
      advice: 'Nothing is written to it any more. Put it back, or start Satchel again: what you typed comes back from its copy.',
    })
  }

  const guard: Guard = {
    beforeWrite(durability) {
      refuseMoved()
      if (durability === 'person' || full === null) return
      lookForRoom()
      if (full !== null) fail({ kind: 'storage', file: db.file, detail: 'the disk is full; pulls wait until there is room' })
    },
    afterSave() {
      saveCopy()
      lookForFile()
      refuseMoved()
    },
    makeRoom(durability) {
      becomeFull()
      return durability === 'person' && reserve.give()
    },
    reconnected: () => identity.renew(),
    suspect,
  }
  handleOf(db).state.guard = guard

  return {
    notices: () => [full, moved, uncopied].filter((notice) => notice !== null),
    look() {
      lookForFile()
      lookForRoom()
      if (uncopied !== null) saveCopy()
    },
    saveCopy,
  }
}
