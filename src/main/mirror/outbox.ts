/**
 * The outbox: every pending local edit, from its save to its end.
 *
 *   edits       what the rep does: edit, create, delete              undo        and takes back
 *   review      list, count, hold, release, discard                  push-queue  what goes, and the notes a push leaves
 *   settle      what became of it                                    conflicts   what a person has to decide
 *   recovery    what a crash left behind
 */
export { type ConflictInput, decideConflict, type Decisions, type Dispute, settleConflict } from './conflicts'
export { type CreateInput, type DeleteInput, type EditInput, saveCreate, saveDelete, saveEdit } from './edits'
export { type AnotherTry, backToWaiting, markProbing, markPushing, type PatchEntry, type PushItem, pushQueue } from './push-queue'
export { recoverOutbox } from './recovery'
export { type ChangeFilter, countChanges, discardChanges, holdChanges, listChanges, releaseChanges } from './review'
export { type Pushed, settleGone, settlePushed, settleRejected } from './settle'
export { type UndoneEdit, undoLastEdit } from './undo'
