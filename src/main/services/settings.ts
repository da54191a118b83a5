/** The settings that an interface reads and changes. */
import { applySettingsPatch } from '../../shared/settings'
import type { CommandHandlers } from './dispatch'
import type { Workbench } from './workbench'

export function settingsHandlers({ settings }: Workbench): Pick<CommandHandlers, 'settings.get' | 'settings.set'> {
  return {
    'settings.get': () => settings.current(),
    'settings.set': (patch) => settings.change((current) => applySettingsPatch(current, patch)),
  }
}
