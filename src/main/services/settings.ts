/** The settings that an interface reads and changes, and what the workspace takes on the disk. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { applySettingsPatch } from '../../shared/settings'
import type { CommandHandlers } from './dispatch'
import type { Workbench } from './workbench'

type Handled = 'settings.get' | 'settings.set' | 'workspace.storage'

export function settingsHandlers({ settings, sync, files }: Workbench): Pick<CommandHandlers, Handled> {
  return {
    'settings.get': () => settings.current(),
    'settings.set': async (patch) => {
      const changed = await settings.change((current) => applySettingsPatch(current, patch))
      if (patch.push) sync.outboxChanged(null)
      return changed
    },
    'workspace.storage': () => ({ folder: files.folder, bytes: sizeOf(files.folder) }),
  }
}

/** Bytes of all files in a folder. One that goes meanwhile (a log of SQLite's, a file being replaced) counts for nothing. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0), 0)
}
