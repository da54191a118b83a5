/**
 * Small files that must survive a power cut: written whole under another name, flushed, renamed, and the folder flushed, so that a
 * reader finds the old content or the new, never a part. Also lines added to such a file.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** A virus scanner holds a new file for moments; what lasts longer is somebody's lock. */
const BUSY_TRIES = 40
const BUSY_PAUSE_MS = 50

/** Durable when it returns. A part that could not be finished is removed again. */
export function writeDurably(file: string, text: string): void {
  const partial = `${file}.partial`
  try {
    withHandle(partial, 'w', (handle) => {
      writeAll(handle, text)
      fsyncSync(handle)
    })
    patiently(() => renameSync(partial, file))
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  flushFolder(dirname(file))
}

/** Adds to a file that is there. A line that was cut is told by its checksum, so the end needs no rename. */
export function appendDurably(file: string, text: string): void {
  withHandle(file, 'a', (handle) => {
    writeAll(handle, text)
    fsyncSync(handle)
  })
}

/** Without it a power cut could take a rename back. Windows has no such thing. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  withHandle(folder, 'r', (handle) => fsyncSync(handle))
}

function withHandle(file: string, flags: string, work: (handle: number) => void): void {
  const handle = openSync(file, flags, 0o600)
  try {
    work(handle)
  } finally {
    closeSync(handle)
  }
}

/** A full disk may take a part of what it is given, and say so only by the count. */
function writeAll(handle: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written)
}

function patiently(work: () => void): void {
  for (let tries = 1; ; tries += 1) {
    try {
      return work()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (tries === BUSY_TRIES || (code !== 'EBUSY' && code !== 'EPERM' && code !== 'EACCES')) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS)
    }
  }
}
