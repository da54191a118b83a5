/**
 * Where a workspace lives: one folder with the mirror, the settings, the secrets and the sidecar.
 *
 * Only its owner may enter it. The names of the files in it are here and nowhere else.
 */
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fail } from '../../shared/failure'

export interface WorkspaceFiles {
  readonly folder: string
  readonly mirror: string
  /** Open changes, copied out of the mirror with every save, by turns into these two: the mirror can be downloaded again, they can't. */
  readonly sidecar: readonly [string, string]
  /** Takes room that is given up when the disk is full. */
  readonly reserve: string
  readonly lock: string
  /** Who holds the lock and where to reach them, in words and as an address. */
  readonly holder: string
  /** The store of the sandbox behind *Try it with sample data*. */
  readonly sandbox: string
}

export function workspaceFiles(folder: string): WorkspaceFiles {
  return {
    folder,
    mirror: join(folder, 'mirror.db'),
    // A command knows of no other folder than this one, so the second place is a folder in it.
    sidecar: [join(folder, 'changes.sidecar.json'), join(folder, 'second-copy', 'changes.sidecar.json')],
    reserve: join(folder, 'reserve'),
    lock: join(folder, 'lock.db'),
    holder: join(folder, 'holder.json'),
    sandbox: join(folder, 'sandbox.db'),
  }
}

/** The folder that was asked for, else the variable's, else the app's own; made where it is missing, for its owner alone. */
export function workspaceFolder(flag: string | null, env: NodeJS.ProcessEnv): string {
  const asked = flag ?? env['SATCHEL_WORKSPACE'] ?? ''
  const folder = asked === '' ? appDataFolder(env) : resolve(asked)
  openToOwnerOnly(folder)
  return folder
}

/** Makes the folder where it is missing and takes every right on it from others. */
export function openToOwnerOnly(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Windows keeps rights in lists of its own; the user's profile folder is private there already.
    if (process.platform !== 'win32' && (statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700)
  } catch (error) {
    // A volume that takes no writes keeps the rights it was given; `doctor` names them.
    if (error instanceof Error && 'code' in error && error.code === 'EROFS' && existsSync(folder)) return
    fail({ kind: 'storage', file: folder, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
  }
}

function appDataFolder(env: NodeJS.ProcessEnv): string {
  const home = homedir()
  switch (process.platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Satchel')
    case 'win32':
      return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Satchel')
    default:
      return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Satchel')
  }
}
