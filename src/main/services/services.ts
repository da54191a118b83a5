/** All commands of the contract, each from the service it belongs to. A missing one does not compile. */
import { bulkHandlers } from './bulk-edits'
import { changeHandlers } from './changes'
import { connectionHandlers } from './connections'
import type { CommandHandlers } from './dispatch'
import { doctorHandlers } from './doctor'
import { fieldHandlers } from './fields'
import { leadHandlers } from './leads'
import { duplicateHandlers } from './duplicates'
import { importHandlers } from './importing'
import { recordHandlers } from './records'
import { scopeHandlers } from './scope'
import { settingsHandlers } from './settings'
import { signInHandlers } from './sign-in'
import { syncHandlers } from './syncing'
import { webhookHandlers } from './webhooks'
import type { Workbench } from './workbench'

export function commandHandlers(bench: Workbench): CommandHandlers {
  return {
    ...connectionHandlers(bench),
    ...signInHandlers(bench),
    ...scopeHandlers(bench),
    ...syncHandlers(bench),
    ...recordHandlers(bench),
    ...fieldHandlers(bench),
    ...leadHandlers(bench),
    ...bulkHandlers(bench),
    ...changeHandlers(bench),
    ...importHandlers(bench),
    ...duplicateHandlers(bench),
    ...webhookHandlers(bench),
    ...settingsHandlers(bench),
    ...doctorHandlers(bench),
  }
}
