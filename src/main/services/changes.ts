/** The outbox as a person handles it: hold, release, discard, undo, decide, approve, push; check, restore, reverse. */
import {
  decideAlike,
  decideConflict,
  discardChanges,
  holdChanges,
  releaseChanges,
  reopenDecisions,
  restoreChanges,
  reverseChanges,
  undoLastEdit,
} from '../mirror/outbox'
import type { CommandHandlers } from './dispatch'
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
    'changes.undo': ({ connection }) => saved(undoLastEdit(db, connection, world.now())),
    'changes.resolve': ({ id, take, fields }) => saved(decideConflict(db, id, { take, fields }, world.now())),
    'changes.reopen': ({ ids }) => saved(reopenDecisions(db, ids, world.now())),
    'changes.resolveAlike': ({ id, paths }) => saved(decideAlike(db, id, paths, world.now())),
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
