/** All commands of the contract, each from the service it belongs to. A missing one does not compile. */
import { changeHandlers } from './changes'
import { connectionHandlers } from './connections'
import type { CommandHandlers } from './dispatch'
import { doctorHandlers } from './doctor'
import { leadHandlers } from './leads'
import { recordHandlers } from './records'
import { settingsHandlers } from './settings'
import { syncHandlers } from './syncing'
import type { Workbench } from './workbench'

export function commandHandlers(bench: Workbench): CommandHandlers {
  return {
    ...connectionHandlers(bench),
    ...syncHandlers(bench),
    ...recordHandlers(bench),
    ...leadHandlers(bench),
    ...changeHandlers(bench),
    ...settingsHandlers(bench),
    ...doctorHandlers(bench),
  }
}
