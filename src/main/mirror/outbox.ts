/**
 * The outbox: every pending local edit, from its save to its end.
 *
 *   edits       what the rep does: edit, create, delete              undo        and takes back
 *   review      list, count, hold, release, discard                  push-queue  what goes, and the notes a push leaves
 *   settle      what became of it                                    conflicts   what a person has to decide
 *   recovery    what a crash left behind                             restore     and discarded ones that come back
 *   approval    what goes by itself                                  reverse     the opposite of what was pushed, proposed
 */
export { approveChanges } from './approval'
export { decideConflict, settleConflict } from './conflicts'
export { saveCreate, saveDelete, saveEdit } from './edits'
export { backToWaiting, isAsTaken, markProbing, markPushing, type PushItem, pushQueue, type PushTake } from './push-queue'
export { recoverOutbox } from './recovery'
export { countChanges, discardChanges, holdChanges, listChanges, releaseChanges } from './review'
export { restoreChanges } from './restore'
export { reverseChanges } from './reverse'
export { settleGone, settlePushed, settleRejected } from './settle'
export { undoLastEdit } from './undo'
