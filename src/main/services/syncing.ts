/** Pull, compare, pause: what may be asked of the sync. */
import type { ConnectionId } from '../../shared/model/ids'
import { transaction } from '../mirror/open'
import { forgetReconcileDue, isReconcileDue } from '../mirror/reconcile-due'
import type { CommandHandlers } from './dispatch'
import { renewSupport } from './support'
import { requireConnection, type Workbench } from './workbench'

type SyncOperation = Extract<keyof CommandHandlers, `sync.${string}`>

export function syncHandlers(bench: Workbench): Pick<CommandHandlers, SyncOperation> {
  const { db, sync, settings, patience } = bench
  const known = (connection: ConnectionId | null): ConnectionId | null => (connection === null ? null : requireConnection(settings, connection).id)
  return {
    'sync.status': ({ connection }) => sync.status(known(connection)),
    'sync.run': async ({ connection, objects, full, reconcile }) => {
      // A mirror that lost something says of itself only what it still knows: everything is walked and compared once.
      const due = isReconcileDue(db)
      const report = await sync.run({
        connection: known(connection),
        objects,
        full: full || due,
        reconcile: reconcile || due,
        sendApproved: true,
        patience,
      })
      const complete = connection === null && objects === null && report.connections.every(({ error }) => error === null)
      await Promise.all(settings.current().connections.map((each) => renewSupport(bench, each)))
      if (due && complete) transaction(db, 'person', () => forgetReconcileDue(db))
      return report
    },
    'sync.reconcile': ({ connection, objects }) =>
      sync.run({ connection: known(connection), objects, full: false, reconcile: true, sendApproved: false, patience }),
    'sync.verify': ({ connection }) => sync.verify(known(connection)),
    'sync.pause': ({ connection }) => {
      sync.pause(known(connection))
      return null
    },
    'sync.power': (state) => {
      sync.power(state)
      return null
    },
    'sync.awake': () => {
      sync.awake()
      return null
    },
    'sync.resume': ({ connection }) => {
      sync.resume(known(connection))
      return null
    },
  }
}
