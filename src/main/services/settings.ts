/** The settings that an interface reads and changes. */
import { applySettingsPatch } from '../../shared/settings'
import type { CommandHandlers } from './dispatch'
import type { Workbench } from './workbench'

export function settingsHandlers({ settings, sync }: Workbench): Pick<CommandHandlers, 'settings.get' | 'settings.set'> {
  return {
    'settings.get': () => settings.current(),
    'settings.set': async (patch) => {
      const changed = await settings.change((current) => applySettingsPatch(current, patch))
      if (patch.push) sync.outboxChanged(null)
      return changed
    },
  }
}
