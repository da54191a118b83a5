/**
 * `node:fs` in a simulation: real files, on a disk that may be full, where the process may die before each step, and which forgets at a
 * power cut what was not flushed.
 */
import { dirname } from 'node:path'
import { computer } from './computer'

const real = process.getBuiltinModule('node:fs')
const { existsSync, readFileSync, rmSync, statSync, writeFileSync } = real

export * from 'node:fs'

/** Files and folders behind open handles. */
const pathByHandle = new Map<number, string>()
const unflushed = new Set<string>()
/** Renames that their folder has not been flushed since, with what stood there before. */
const renames = new Map<string, Buffer | null>()

export function openSync(path: string, flags: string, mode?: number): number {
  computer().beforeFile()
  const handle = real.openSync(path, flags, mode)
  pathByHandle.set(handle, path)
  if (/^[wa]/.test(flags)) unflushed.add(path)
  return handle
}

export function writeSync(handle: number, content: string | NodeJS.ArrayBufferView): number {
  computer().beforeFile()
  return typeof content === 'string' ? real.writeSync(handle, content) : real.writeSync(handle, content)
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
  if (!renames.has(to)) renames.set(to, existsSync(to) ? readFileSync(to) : null)
  if (unflushed.delete(from)) unflushed.add(to)
  else unflushed.delete(to)
  real.renameSync(from, to)
}

/** The power goes: each file is as the disk had it, which for what was not flushed is a matter of chance. */
export function cutPower(random: () => number): void {
  for (const path of unflushed) if (existsSync(path) && random() < 0.5) real.truncateSync(path, Math.floor(random() * statSync(path).size))
  for (const [path, before] of renames) {
    if (random() < 0.5) continue
    if (before === null) rmSync(path, { force: true })
    else writeFileSync(path, before)
  }
  forgetFiles()
}

/** A process that ended without a power cut: what it wrote is in the system's hands. */
export function forgetFiles(): void {
  renames.clear()
  unflushed.clear()
}
