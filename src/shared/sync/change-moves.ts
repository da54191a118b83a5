/**
 * What may happen to a change, whole: every phase of its life by every move, and where the move leads or why it can't be made.
 *
 * There is one such table, and nothing moves a change but through it: the mirror refuses a move that stands here as refused. A cell
 * that is missing does not compile; tests are made from the table, and the picture in docs/sync.md as well. What a refused cell says
 * completes "expected …, got …" for the rep.
 *
 * A change is born waiting, or in conflict where its fields were left behind by another one; it ends pushed or discarded.
 */
import type { ChangeState } from './change'

/** As stored and shown, except that a create which is looked for is shown as *pushing*, too. */
export const changePhases = ['waiting', 'held', 'pushing', 'probing', 'rejected', 'conflict', 'pushed', 'discarded'] as const
export type ChangePhase = (typeof changePhases)[number]

/** Why a move is not made: what would be needed instead, in words for the rep. */
export interface Refusal {
  readonly needs: string
}

export interface MoveRules {
  /** Who makes it: the rep, the push, or what came from the CRM. */
  readonly by: 'rep' | 'push' | 'crm'
  /** What happens, in a sentence for the documents. */
  readonly says: string
  readonly from: Readonly<Record<ChangePhase, ChangePhase | Refusal>>
}

const refused = (needs: string): Refusal => ({ needs })

const notOnItsWay = refused('a change that is not on its way')
const notSettled = refused('a change that is not settled')
const toDecide = refused('a decision about its conflict first')
const inConflict = refused('a change in conflict')
const isDiscarded = refused('a change that was discarded')
const ownChange = refused('an edit to become a change of its own')
const wasUnsent = refused('a change that was never sent')
const wasSent = refused('a change that is on its way')
const isOpen = refused('a change that is open')
const toFindOut = refused('a look whether it arrived first')

/** Undoing an edit puts the change back to what it was; what the rep has said about holding it since stays said. */
const undone = (to: 'waiting' | 'held' | 'rejected') =>
  ({
    waiting: to === 'held' ? 'waiting' : to,
    held: 'held',
    pushing: wasUnsent,
    probing: wasUnsent,
    rejected: to,
    conflict: toDecide,
    pushed: wasUnsent,
    discarded: to,
  }) as const

/** Only what is in conflict can be decided about. */
const fromConflict = <To extends ChangePhase>(to: To) =>
  ({
    waiting: inConflict,
    held: inConflict,
    pushing: inConflict,
    probing: inConflict,
    rejected: inConflict,
    conflict: to,
    pushed: inConflict,
    discarded: inConflict,
  }) as const

/** Only what was discarded can be brought back. */
const fromDiscarded = <To extends ChangePhase>(to: To) =>
  ({
    waiting: isDiscarded,
    held: isDiscarded,
    pushing: isDiscarded,
    probing: isDiscarded,
    rejected: isDiscarded,
    conflict: isDiscarded,
    pushed: isDiscarded,
    discarded: to,
  }) as const

export const changeMoves = {
  edit: {
    by: 'rep',
    says: 'Another value of a field it holds, or another field while it is unsent.',
    from: {
      waiting: 'waiting',
      held: 'held',
      pushing: ownChange,
      probing: ownChange,
      rejected: 'waiting',
      conflict: 'conflict',
      pushed: ownChange,
      discarded: ownChange,
    },
  },
  empty: {
    by: 'rep',
    says: 'Its last field is put back to what the CRM holds: nothing is left of it.',
    from: {
      waiting: 'discarded',
      held: 'discarded',
      pushing: ownChange,
      probing: ownChange,
      rejected: 'discarded',
      conflict: toDecide,
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  replace: {
    by: 'rep',
    says: 'Another change of the record takes its place: a deletion, or the one that holds its fields now.',
    from: {
      waiting: 'discarded',
      held: 'discarded',
      pushing: notOnItsWay,
      probing: notOnItsWay,
      rejected: 'discarded',
      conflict: 'discarded',
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  part: {
    by: 'rep',
    says: 'Some of its fields go on in a change of their own.',
    from: {
      waiting: 'waiting',
      held: 'held',
      // What is in dispute is left behind; the rest stays on its way.
      pushing: 'pushing',
      probing: notOnItsWay,
      rejected: 'rejected',
      conflict: 'conflict',
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  hold: {
    by: 'rep',
    says: 'Kept back from every push.',
    from: {
      waiting: 'held',
      held: 'held',
      pushing: notOnItsWay,
      probing: notOnItsWay,
      rejected: 'held',
      conflict: toDecide,
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  release: {
    by: 'rep',
    says: 'Let go again, or given another try.',
    from: {
      waiting: 'waiting',
      held: 'waiting',
      pushing: notOnItsWay,
      probing: notOnItsWay,
      rejected: 'waiting',
      conflict: toDecide,
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  approve: {
    by: 'rep',
    says: 'Let go by itself, as soon as the CRM can be reached.',
    from: {
      waiting: 'waiting',
      held: 'waiting',
      pushing: notOnItsWay,
      probing: notOnItsWay,
      rejected: 'waiting',
      conflict: toDecide,
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  discard: {
    by: 'rep',
    says: 'Dropped; kept for 30 days.',
    from: {
      waiting: 'discarded',
      held: 'discarded',
      pushing: notOnItsWay,
      probing: notOnItsWay,
      rejected: 'discarded',
      conflict: 'discarded',
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  restore: {
    by: 'rep',
    says: 'Brought back.',
    from: fromDiscarded('waiting'),
  },
  restoreInDoubt: {
    by: 'rep',
    says: 'Brought back; it may be in the CRM already, so the rep is asked.',
    from: fromDiscarded('conflict'),
  },
  undoToWaiting: { by: 'rep', says: 'An edit of it is undone; it waited before.', from: undone('waiting') },
  undoToHeld: { by: 'rep', says: 'An edit of it is undone; it was held before.', from: undone('held') },
  undoToRejected: { by: 'rep', says: 'An edit of it is undone; it was refused before.', from: undone('rejected') },
  undoToConflict: {
    by: 'rep',
    says: 'The deletion that replaced it is undone; it was in conflict before.',
    from: {
      waiting: inConflict,
      held: inConflict,
      pushing: wasUnsent,
      probing: wasUnsent,
      rejected: inConflict,
      conflict: 'conflict',
      pushed: wasUnsent,
      discarded: 'conflict',
    },
  },
  unmake: {
    by: 'rep',
    says: 'The edit that made it is undone.',
    from: {
      waiting: 'discarded',
      held: 'discarded',
      pushing: wasUnsent,
      probing: wasUnsent,
      rejected: 'discarded',
      conflict: toDecide,
      pushed: wasUnsent,
      discarded: 'discarded',
    },
  },
  decidePart: {
    by: 'rep',
    says: 'Some of its fields are decided.',
    from: fromConflict('conflict'),
  },
  decide: {
    by: 'rep',
    says: 'All of it is decided, and something is left to send.',
    from: fromConflict('waiting'),
  },
  concede: {
    by: 'rep',
    says: 'All of it is decided for what the CRM holds.',
    from: fromConflict('discarded'),
  },
  adopt: {
    by: 'rep',
    says: 'The rep points at the record in the CRM that it became.',
    from: fromConflict('pushed'),
  },
  reopen: {
    by: 'rep',
    says: 'A decision is taken back.',
    from: {
      waiting: 'conflict',
      held: 'conflict',
      pushing: notOnItsWay,
      probing: notOnItsWay,
      rejected: 'conflict',
      conflict: 'conflict',
      pushed: refused('a decision that was not pushed yet'),
      discarded: 'conflict',
    },
  },
  claim: {
    by: 'push',
    says: 'Its turn has come: from here on it may have left.',
    from: {
      waiting: 'pushing',
      held: 'pushing',
      pushing: toFindOut,
      // Looked for, and twice not there.
      probing: 'pushing',
      rejected: 'pushing',
      conflict: toDecide,
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  look: {
    by: 'push',
    says: 'A create may have arrived, or a crash hides whether it did: it is looked for before anything is sent again.',
    from: {
      waiting: wasSent,
      held: wasSent,
      pushing: 'probing',
      probing: 'probing',
      rejected: wasSent,
      conflict: wasSent,
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  return: {
    by: 'push',
    says: 'It could not be sent, or an update or deletion was cut off: it is tried again, beginning with a read.',
    from: {
      waiting: wasSent,
      held: wasSent,
      pushing: 'waiting',
      probing: toFindOut,
      rejected: wasSent,
      conflict: wasSent,
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  arrive: {
    by: 'push',
    says: 'The CRM holds it.',
    from: {
      waiting: wasSent,
      held: wasSent,
      pushing: 'pushed',
      probing: 'pushed',
      rejected: wasSent,
      conflict: wasSent,
      // The same news twice, from two looks at once.
      pushed: 'pushed',
      discarded: notSettled,
    },
  },
  refuse: {
    by: 'push',
    says: 'The CRM said no, or never manages to take it.',
    from: {
      waiting: 'rejected',
      held: wasSent,
      pushing: 'rejected',
      probing: toFindOut,
      rejected: wasSent,
      conflict: wasSent,
      pushed: notSettled,
      discarded: notSettled,
    },
  },
  ask: {
    by: 'crm',
    says: 'Both sides moved, or it is unclear whether it arrived: the rep decides.',
    from: {
      waiting: 'conflict',
      held: 'conflict',
      pushing: 'conflict',
      probing: 'conflict',
      rejected: 'conflict',
      conflict: 'conflict',
      pushed: isOpen,
      discarded: isOpen,
    },
  },
  unask: {
    by: 'crm',
    says: 'What was in dispute no longer is, and it still has to be sent.',
    from: fromConflict('waiting'),
  },
  agree: {
    by: 'crm',
    says: 'The CRM came to hold it without us.',
    from: {
      waiting: 'pushed',
      held: 'pushed',
      pushing: 'pushed',
      probing: toFindOut,
      rejected: 'pushed',
      conflict: 'pushed',
      pushed: notSettled,
      discarded: notSettled,
    },
  },
} as const satisfies Readonly<Record<string, MoveRules>>

export type ChangeMove = keyof typeof changeMoves

export function isRefusal(cell: ChangePhase | Refusal): cell is Refusal {
  return typeof cell !== 'string'
}

/** Where the move leads from there, or why it can't be made. */
export function nextPhase(phase: ChangePhase, move: ChangeMove): ChangePhase | Refusal {
  return changeMoves[move].from[phase]
}

export function stateOf(phase: ChangePhase): ChangeState {
  return phase === 'probing' ? 'pushing' : phase
}
