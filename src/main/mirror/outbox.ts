/**
 * The outbox: every pending local edit, from its save to its end.
 *
 *   edits       what the rep does: edit, create, delete              undo        and takes back
 *   review      list, count, hold, release, discard                  push-queue  what goes, and the notes a push leaves
 *   settle      what became of it                                    conflicts   what a person has to decide
 *   recovery    what a crash left behind                             restore     and discarded ones that come back
 *   approval    what goes by itself                                  reverse     the opposite of what was pushed, proposed
 *   fields-apart   part of a change by itself                        automatic   what may go without being looked at
 *   moves       from one state to another, by the table alone        decide-conflict, reopen, alike   decisions, taken back, repeated
 */
export { adoptCreate, requireInDoubt } from './adopt-create'
export { decideAlike, listAlike } from './alike'
export { type Due, dueChanges } from './automatic'
export { approveChanges } from './approval'
export { settleConflict } from './conflicts'
export { decideConflict } from './decide-conflict'
export { saveCreate, saveDelete, saveEdit } from './edits'
export { keepFields } from './fields-apart'
export { backToWaiting, claimChange, markProbing, markPushing, othersGotThrough, type PushItem, pushQueue, type PushTake } from './push-queue'
export { pruneOutbox, recoverOutbox } from './recovery'
export { countChanges, discardChanges, holdChanges, listChanges, releaseChanges } from './review'
export { reopenDecisions } from './reopen'
export { restoreChanges } from './restore'
export { reverseChanges } from './reverse'
export { settleGone, settlePushed, settleRejected } from './settle'
export { undoLastEdit } from './undo'
