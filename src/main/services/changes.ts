/** The outbox as a person handles it: hold, release, discard, undo, decide, approve, push; check, restore, reverse. */
import { decideConflict, discardChanges, holdChanges, releaseChanges, restoreChanges, reverseChanges, undoLastEdit } from '../mirror/outbox'
import type { CommandHandlers } from './dispatch'
import { takeLandingBack } from './land-batch'
import { newRecordId } from './records'
import { requireConnection, type Workbench } from './workbench'

type ChangeOperation = Extract<keyof CommandHandlers, `changes.${string}`>

export function changeHandlers(bench: Workbench): Pick<CommandHandlers, ChangeOperation> {
  const { db, world, settings } = bench
  const saved = <Value>(value: Value): Value => {
    bench.saveSidecar()
    return value
  }
  return {
    'changes.discard': ({ ids }) => saved(discardChanges(db, ids, world.now())),
    'changes.hold': ({ ids }) => saved(holdChanges(db, ids, world.now())),
    'changes.release': ({ ids }) => saved(releaseChanges(db, ids, world.now())),
    'changes.restore': ({ ids }) => saved(restoreChanges(db, ids, world.now())),
    'changes.reverse': ({ ids }) => saved(reverseChanges(db, ids, { now: world.now(), newRecordId })),
    'changes.undo': async ({ connection }) => {
      const undone = undoLastEdit(db, connection, world.now())
      if (undone === null) return null
      const { landing, ...edit } = undone
      const batch = landing === undefined ? null : await takeLandingBack(bench, landing)
      return saved({ ...edit, batch })
    },
    'changes.resolve': ({ id, take, fields }) => saved(decideConflict(db, id, { take, fields }, world.now())),
    'changes.approve': ({ connection, ids }) => {
      if (connection !== null) requireConnection(settings, connection)
      return saved(bench.sync.approve({ connection, ids }))
    },
    'changes.check': ({ connection, ids }) => {
      if (connection !== null) requireConnection(settings, connection)
      return bench.sync.check({ connection, ids, patience: bench.patience })
    },
    'changes.push': async ({ connection, ids }) => {
      if (connection !== null) requireConnection(settings, connection)
      return saved(await bench.sync.push({ connection, ids, patience: bench.patience }))
    },
  }
}
