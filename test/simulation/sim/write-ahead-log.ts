/** How far the log of a database goes, read from the index that SQLite keeps beside it. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs'

export interface LogEnd {
  /** Of this run of the log: it begins anew after a checkpoint. */
  readonly salt: string
  readonly frames: number
  /** So many of them are in the database already, and were flushed before. */
  readonly backfilled: number
  bytesUpTo(frames: number): number
}

const HEADER = 32
const FRAME_HEADER = 24

export function readLog(database: string): LogEnd {
  const file = `${database}-shm`
  if (!existsSync(file)) return { salt: '', frames: 0, backfilled: 0, bytesUpTo: () => 0 }
  const index = Buffer.alloc(100)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, index, 0, 100, 0)
  } finally {
    closeSync(handle)
  }
  // https://sqlite.org/walformat.html: page size at 14, last valid frame at 16, salt at 32, frames checkpointed at 96.
  const pageSize = index.readUInt16LE(14) || 65_536
  return {
    salt: index.toString('hex', 32, 40),
    frames: index.readUInt32LE(16),
    backfilled: index.readUInt32LE(96),
    bytesUpTo: (frames) => Math.floor(HEADER + frames * (FRAME_HEADER + pageSize)),
  }
}
