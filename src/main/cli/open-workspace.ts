/**
 * Opens the workspace for one command: an engine of our own, or, where the app or another command holds it, theirs through the
 * local door. A command can't tell the difference.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { failureOf } from '../../shared/failure'
import { openEngine } from '../engine'
import { workspaceFiles, workspaceFolder } from '../workspace/folder'
import { connectToHolder } from '../workspace/local-door'
import { checkMirrorInProcess } from '../workspace/mirror-check-process'
import { startSandboxProcess } from '../workspace/sandbox-process'
import { openSecretFile } from '../workspace/secret-file'
import { openSettingsFile } from '../workspace/settings-file'
import type { OpenWorkspace, WorkspaceRequest } from './surroundings'

/** A holder that is just starting or ending has the lock and no door: it is given this many tries, this far apart. */
const TRIES = 25
const PAUSE_MS = 200

export async function openWorkspace(
  { folder: flag, title, background, orTheirs = false }: WorkspaceRequest,
  env: NodeJS.ProcessEnv,
): Promise<OpenWorkspace> {
  const folder = workspaceFolder(flag, env)
  for (let tries = 1; ; tries += 1) {
    try {
      return await openEngine({
        workspace: folder,
        settings: openSettingsFile(folder),
        secrets: openSecretFile(folder),
        startSandbox: startSandboxProcess,
        checkMirror: checkMirrorInProcess,
        background,
        holder: title,
      })
    } catch (error) {
      // A host that serves a window for hours needs an engine of its own; a command is happy with another's.
      if ((background && !orTheirs) || failureOf(error)?.kind !== 'workspace-in-use') throw error
      const theirs = await connectToHolder(workspaceFiles(folder))
      if (theirs) return theirs
      if (tries === TRIES) throw error
      await sleep(PAUSE_MS)
    }
  }
}
