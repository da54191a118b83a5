/** Volumes of the tests' own: a small one in memory that can be filled, made larger or read-only. Needs root; without it the tests say so and skip. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workspaceFiles, workspaceFolder, type WorkspaceFiles } from '../../../src/main/workspace/folder'

export interface Volume {
  readonly files: WorkspaceFiles
  /** Such as `size=64m` or `ro`. */
  remount(option: string): void
  unmount(): void
}

export function mountVolume(size: string): Volume {
  const place = mkdtempSync(join(tmpdir(), 'satchel-volume-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place])
  return {
    files: workspaceFiles(workspaceFolder(join(place, 'workspace'), {})),
    remount: (option) => execFileSync('mount', ['-o', `remount,${option}`, place]),
    unmount: () => execFileSync('umount', ['-l', place]),
  }
}

/** Null where volumes can be mounted; else why not. */
export const noVolumes: string | null = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mounting a volume needs Linux and root'
  const place = mkdtempSync(join(tmpdir(), 'satchel-volume-'))
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { encoding: 'utf8' })
  if (status !== 0) return `no volume could be mounted: ${stderr.trim()}`
  execFileSync('umount', [place])
  return null
})()

/** Said aloud: a test that did not run must not look like one that passed. */
export function sayIfSkipped(reason: string | null): boolean {
  if (reason !== null) console.warn(`SKIPPED: ${reason}`)
  return reason !== null
}
