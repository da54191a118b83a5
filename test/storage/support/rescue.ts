/** Opens a workspace as the engine's main thread does: what can't be read is judged by a fresh process, and only what that finds damaged is set aside. */
import { spawnSync } from 'node:child_process'
import { needsJudging, type StorageParts } from '../../../src/main/mirror/storage'
import type { Verdict } from '../../../src/main/mirror/judge'
import { parseVerdict } from '../../../src/main/workspace/mirror-check-process'
import type { WorkspaceFiles } from '../../../src/main/workspace/folder'
import { entry } from '../../e2e/cli/support/satchel'
import { type Desk, openDesk } from './workspace'

export interface Rescued {
  readonly desk: Desk
  /** Null where nobody had to judge. */
  readonly verdict: Verdict | null
}

export function openJudged(files: WorkspaceFiles, parts: Partial<StorageParts> = {}): Rescued {
  const first = openAndReadAll(files, parts)
  if (first) return { desk: first, verdict: null }
  const verdict = judgeInProcess(files.mirror)
  if (verdict.kind === 'unreadable') throw new Error(`nobody could read it: ${verdict.detail}`)
  const desk = openAndReadAll(files, { ...parts, damage: verdict.kind === 'damaged' ? verdict.damage : null })
  if (!desk) throw new Error(`it was judged ${verdict.kind} and can’t be read`)
  return { desk, verdict }
}

export function judgeInProcess(file: string): Verdict {
  const { stdout, stderr } = spawnSync(process.execPath, [entry('mirror-check'), file], { encoding: 'utf8', env: {} })
  return parseVerdict(stdout, stderr)
}

/** Null where the file could not be read, at its opening or later. */
function openAndReadAll(files: WorkspaceFiles, parts: Partial<StorageParts>): Desk | null {
  let desk: Desk | null = null
  try {
    desk = openDesk(files, parts)
    for (const table of ['record', 'change', 'checkpoint', 'history', 'link', 'id_map']) desk.storage.db.all(`SELECT * FROM ${table}`)
    desk.waiting()
    return desk
  } catch (error) {
    if (!needsJudging(error)) throw error
    desk?.close()
    return null
  }
}
