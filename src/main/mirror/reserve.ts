/**
 * A file that only takes room: when the disk is full it is removed, so that edits and their copy go on for a while. It is made again when
 * there is plenty.
 */
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { randomFillSync } from 'node:crypto'
import { dirname } from 'node:path'

/** Thousands of edits, and their copies. */
const RESERVE_BYTES = 16 * 1024 * 1024
/** Free bytes from which on the disk no longer counts as full. */
const ROOM_BYTES = 3 * RESERVE_BYTES

export interface Reserve {
  /** True when there was one to give. */
  give(): boolean
  /** Makes it where it is missing and there is room; answers whether the disk has room. */
  take(): boolean
}

export function openReserve(file: string): Reserve {
  return {
    give() {
      if (sizeOf(file) === 0) return false
      rmSync(file, { force: true })
      return true
    },
    take() {
      const missing = sizeOf(file) < RESERVE_BYTES
      if (freeBytes(dirname(file)) < (missing ? ROOM_BYTES : ROOM_BYTES - RESERVE_BYTES)) return false
      if (!missing) return true
      try {
        fill(file)
        return true
      } catch {
        // Somebody else was faster. Half a reserve is none.
        rmSync(file, { force: true })
        return false
      }
    },
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** Not zeros: a file system that compresses would keep no room for them. */
function fill(file: string): void {
  const block = randomFillSync(Buffer.alloc(1024 * 1024))
  const handle = openSync(file, 'w', 0o600)
  try {
    for (let written = 0; written < RESERVE_BYTES; written += block.length) {
      if (writeSync(handle, block) < block.length) throw new Error('the disk took only a part')
    }
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
