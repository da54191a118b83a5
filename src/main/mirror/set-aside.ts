/** A mirror that was found damaged is kept, with its log, under another name: for a person who wants to look, and because we may be wrong. */
import { existsSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Instant } from '../../shared/model/ids'
import { flushFolder } from './durable-file'

/** What a fresh process found, and in which file: another one that stands there by now was not judged. */
export interface Damage {
  readonly ino: string
  readonly detail: string
}

/** Which file a name means now; '' for none. */
export function inoOf(file: string): string {
  return String(statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? '')
}

/** Its new name; null where the judged file is not there any more. Only with the workspace's lock held. */
export function setAside(file: string, damage: Damage, now: Instant): string | null {
  if (inoOf(file) !== damage.ino) return null
  const kept = `${file}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
  // The file first: a log without its file is no danger, the file without its log is an older state.
  for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, kept + end)
  flushFolder(dirname(file))
  return kept
}
