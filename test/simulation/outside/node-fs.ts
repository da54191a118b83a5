/**
 * `node:fs` in a simulation: real files, on a disk that may be full, where the process may die before each step, and which forgets at a
 * power cut what was not flushed.
 */
import { dirname } from 'node:path'
import { computer } from './computer'

const real = process.getBuiltinModule('node:fs')

export const { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } = real

/** Files and folders behind open handles. */
const pathByHandle = new Map<number, string>()
const unflushed = new Set<string>()
/** Renames that their folder has not been flushed since: what stood there before, and whether the content had reached the disk. */
const renames = new Map<string, { readonly before: Buffer | null; readonly flushed: boolean }>()

export function openSync(path: string, flags: string, mode?: number): number {
  computer().beforeFile()
  const handle = real.openSync(path, flags, mode)
  pathByHandle.set(handle, path)
  if (flags.startsWith('w')) unflushed.add(path)
  return handle
}

export function writeSync(handle: number, text: string): number {
  computer().beforeFile()
  return real.writeSync(handle, text)
}

export function fsyncSync(handle: number): void {
  computer().beforeFile()
  const path = pathByHandle.get(handle) ?? ''
  unflushed.delete(path)
  for (const renamed of renames.keys()) if (dirname(renamed) === path) renames.delete(renamed)
}

export function closeSync(handle: number): void {
  pathByHandle.delete(handle)
  real.closeSync(handle)
}

export function renameSync(from: string, to: string): void {
  computer().beforeFile()
  const before = renames.get(to)?.before ?? (existsSync(to) ? readFileSync(to) : null)
  renames.set(to, { before, flushed: !unflushed.has(from) })
  unflushed.delete(from)
  real.renameSync(from, to)
}

/** The power goes: each file is as the disk had it, which for what was not flushed is a matter of chance. */
export function cutPower(random: () => number): void {
  for (const [path, { before, flushed }] of renames) {
    if (random() < 0.5) {
      if (before === null) rmSync(path, { force: true })
      else writeFileSync(path, before)
    } else if (!flushed) real.truncateSync(path, Math.floor(random() * statSync(path).size))
  }
  forgetFiles()
}

/** A process that ended without a power cut: what it wrote is in the system's hands. */
export function forgetFiles(): void {
  renames.clear()
  unflushed.clear()
}
