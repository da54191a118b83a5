/** The outbox as a person handles it: hold, release, discard, undo, decide, approve, push; check, restore, reverse. */
import { fail } from '../../shared/failure'
import type { ChangeId } from '../../shared/model/ids'
import {
  decideAlike,
  decideConflict,
  discardChanges,
  holdChanges,
  keepFields,
  releaseChanges,
  reopenDecisions,
  restoreChanges,
  reverseChanges,
  undoLastEdit,
} from '../mirror/outbox'
import type { CommandHandlers } from './dispatch'
import { takeBatchBack, takeLandingBack } from './land-batch'
import { newRecordId } from './records'
import { requireConnection, type Workbench } from './workbench'

type ChangeOperation = Extract<keyof CommandHandlers, `changes.${string}`>

export function changeHandlers(bench: Workbench): Pick<CommandHandlers, ChangeOperation> {
  const { db, world, settings } = bench
  const saved = <Value>(value: Value): Value => {
    bench.saveSidecar()
    return value
  }
  /** The changes to send: where only some fields are meant, without the others, which stay behind. */
  const only = (ids: readonly ChangeId[] | null, fields: readonly string[] | null): readonly ChangeId[] | null => {
    if (fields === null) return ids
    if (ids === null) return fail({ kind: 'bad-input', where: 'fields', expected: 'the change that they are of', got: 'all changes' })
    return keepFields(db, ids, fields, world.now())
  }
  return {
    'changes.discard': ({ ids, fields }) => saved(discardChanges(db, ids, world.now(), fields)),
    'changes.hold': ({ ids, fields }) => saved(holdChanges(db, ids, world.now(), fields)),
    'changes.release': ({ ids, fields }) => saved(releaseChanges(db, ids, world.now(), fields)),
    'changes.restore': ({ ids }) => saved(restoreChanges(db, ids, world.now())),
    'changes.reverse': ({ ids }) => saved(reverseChanges(db, ids, { now: world.now(), newRecordId })),
    'changes.undo': async ({ connection, batch: called }) => {
      if (called !== null) return saved(await takeBatchBack(bench, connection, called))
      const undone = undoLastEdit(db, connection, world.now())
      if (undone === null) return null
      const { landing, ...edit } = undone
      const batch = landing === undefined ? null : await takeLandingBack(bench, landing)
      return saved({ ...edit, batch })
    },
    'changes.resolve': ({ id, take, fields }) => saved(decideConflict(db, id, { take, fields }, world.now())),
    'changes.adopt': async ({ id, remoteId }) => saved(await bench.sync.adopt(id, remoteId)),
    'changes.reopen': ({ ids }) => saved(reopenDecisions(db, ids, world.now())),
    'changes.resolveAlike': ({ id, paths }) => saved(decideAlike(db, id, paths, world.now())),
    'changes.approve': ({ connection, ids, fields }) => {
      if (connection !== null) requireConnection(settings, connection)
      return saved(bench.sync.approve({ connection, ids: only(ids, fields) }))
    },
    'changes.stopPush': ({ connection }) => {
      bench.sync.stopPush(connection)
      return null
    },
    'changes.check': ({ connection, ids }) => {
      if (connection !== null) requireConnection(settings, connection)
      return bench.sync.check({ connection, ids, patience: bench.patience })
    },
    'changes.push': async ({ connection, ids, fields }) => {
      if (connection !== null) requireConnection(settings, connection)
      return saved(await bench.sync.push({ connection, ids: only(ids, fields), patience: bench.patience }))
    },
  }
}
