/**
 * One change, one try: looks at the CRM's record first, decides, sends, and settles what came of it.
 *
 * It was claimed before, durably: what the rep types meanwhile is a change of its own, and after a crash here we find out whether it
 * arrived; nothing is sent blindly twice.
 */
import { exhaustive } from '../../../shared/assert'
import { instant, parseInstant, type RemoteId } from '../../../shared/model/ids'
import type { ObjectType, WritableObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import type { ChangeError } from '../../../shared/sync/change'
import { isReadable, type IncomingRecord, type Outcome, type UnreadableRecord } from '../../connectors/connector'
import { loadCapability, noteCapability } from '../../mirror/checkpoints'
import { resolveReferences } from '../../mirror/identity'
import { transaction } from '../../mirror/open'
import {
  backToWaiting,
  claimChange,
  markProbing,
  othersGotThrough,
  type PushItem,
  settleConflict,
  settleGone,
  settlePushed,
  settleRejected,
} from '../../mirror/outbox'
import type { Patience } from '../decide/backoff'
import { differingFields, isThinAnswer, isToBeHandedBack, planDelete, planUpdate } from '../decide/plan-push'
import type { StreamParts } from './apply-page'
import { probeCreate } from './probe'
import { keptRecord } from './scoped-connector'
import { findDangling, resolvedField, withoutCleared } from './references'

export interface PushParts extends StreamParts {
  /** Copies the outbox beside the mirror. */
  readonly saveSidecar: () => void
}

type NoAnswer = Exclude<Outcome<unknown>, { kind: 'answered' }>

export type PushResult =
  | { readonly kind: 'pushed'; readonly conflicts: number }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'conflict' }
  /** It may have been created; the next look, later, tells. */
  | { readonly kind: 'looking' }
  /** Not settled: it waits, or is looked for, and why. `patient`: it was tried again already, as often as makes sense. */
  | { readonly kind: 'trouble'; readonly outcome: NoAnswer; readonly patient: boolean }

export async function pushChange(parts: PushParts, item: PushItem, patience: Patience): Promise<PushResult> {
  switch (item.change.kind) {
    case 'create':
      return item.probing ? lookForCreate(parts, item, patience) : pushCreate(parts, item)
    case 'update':
      return pushUpdate(parts, item, patience)
    case 'delete':
      return pushDelete(parts, item, patience)
    default:
      return exhaustive(item.change.kind)
  }
}

async function pushUpdate(parts: PushParts, item: PushItem, patience: Patience): Promise<PushResult> {
  const { db, world } = parts
  const { id, object, remoteId } = item.change
  if (remoteId === null) return onTrouble(parts, item, { kind: 'unknown', detail: 'the record is not in the CRM yet', status: null }, true)
  const read = await readNow(parts, object, remoteId, patience)
  if (read.kind === 'trouble') return onTrouble(parts, item, read.outcome, true)

  const fields = item.fields.map((field) => resolvedField(db, object, field))
  const step = planUpdate({ object, fields, theirs: read.record?.document ?? null, seen: item.base })
  switch (step.kind) {
    case 'ask-about-record':
      settleConflict(db, id, { disputed: [], recordConflict: step.conflict, merged: [], now: world.now() })
      return { kind: 'conflict' }
    case 'already-there':
      settlePushed(db, id, { answer: read.record && keptRecord(parts.scope, read.record), sent: null, seq: read.seq, now: world.now() })
      return { kind: 'pushed', conflicts: 0 }
    case 'ask': {
      const asked = settleConflict(db, id, { disputed: step.conflicts, recordConflict: null, merged: step.merged, now: world.now() })
      if (asked === id) return { kind: 'conflict' }
      // The disputed fields stay behind in a change of their own; the rest is as good as before.
      const settled = new Set<string>(step.conflicts.map(({ path }) => path))
      const rest = await pushUpdate(
        parts,
        { ...item, fields: item.fields.filter(({ path }) => !settled.has(path)), base: read.record?.document ?? null },
        patience,
      )
      return rest.kind === 'pushed' ? { kind: 'pushed', conflicts: rest.conflicts + 1 } : rest
    }
    case 'send': {
      const document = resolveReferences(db, object, step.document)
      return refuseDangling(parts, item, document) ?? replaceRecord(parts, item, remoteId, document, read.record?.document ?? {}, patience)
    }
    default:
      return exhaustive(step)
  }
}

async function replaceRecord(
  parts: PushParts,
  item: PushItem,
  remoteId: RemoteId,
  document: RecordDocument,
  before: RecordDocument,
  patience: Patience,
): Promise<PushResult> {
  const { db, world, nextSeq } = parts
  const { id, object } = item.change
  let seq = nextSeq()
  const outcome = await sendUpdate(parts, object, remoteId, document, before)
  // Whoever was reading meanwhile may have been served before the write, and be heard after it.
  const heardSeq = nextSeq()
  if (outcome.kind === 'gone') {
    settleConflict(db, id, { disputed: [], recordConflict: 'deleted-remotely', merged: [], now: world.now() })
    return { kind: 'conflict' }
  }
  if (outcome.kind !== 'answered') return onTrouble(parts, item, outcome)
  let answer = outcome.value
  if (answer !== null) learnSkew(parts, object, before, answer.document, outcome.serverTime)
  if (answer === null || isThinAnswer(document, answer.document)) {
    const read = await readNow(parts, object, remoteId, patience)
    // It was done, that much is known; what the CRM made of it, the next poll brings.
    answer = read.kind === 'record' && read.record ? read.record : null
    if (read.kind === 'record') seq = read.seq
  }
  settlePushed(db, id, { answer: answer && keptRecord(parts.scope, answer), sent: document, seq, heardSeq, now: world.now() })
  return { kind: 'pushed', conflicts: 0 }
}

/** As a whole record; where the CRM takes none, the fields that differ from what it holds. */
async function sendUpdate(
  { db, line }: PushParts,
  object: WritableObjectType,
  id: RemoteId,
  document: RecordDocument,
  before: RecordDocument,
): Promise<Outcome<IncomingRecord | null>> {
  const patch = (): Promise<Outcome<IncomingRecord | null>> =>
    line.once((connector) => connector.patch(object, id, differingFields(before, document)), { follows: true })
  if (loadCapability(db, line.connection.id, object, 'put') === false) return patch()
  const outcome = await line.once((connector) => connector.replace(object, id, document), { follows: true })
  return outcome.kind === 'refused' && (outcome.status === 405 || outcome.status === 501) ? patch() : outcome
}

async function pushDelete(parts: PushParts, item: PushItem, patience: Patience): Promise<PushResult> {
  const { db, world, line } = parts
  const { id, object, remoteId } = item.change
  const now = () => world.now()
  if (remoteId === null) {
    settleGone(db, id, now())
    return { kind: 'pushed', conflicts: 0 }
  }
  const read = await readNow(parts, object, remoteId, patience)
  if (read.kind === 'trouble') return onTrouble(parts, item, read.outcome, true)
  // Compared by what is kept here: the rest the rep never saw.
  const step = planDelete({ object, theirs: read.record && keptRecord(parts.scope, read.record).document, seen: item.base })
  switch (step.kind) {
    case 'already-gone':
      settleGone(db, id, now())
      return { kind: 'pushed', conflicts: 0 }
    case 'ask':
      settleConflict(db, id, { disputed: [], recordConflict: step.conflict, merged: [], now: now() })
      return { kind: 'conflict' }
    case 'send': {
      const outcome = await line.once((connector) => connector.remove(object, remoteId), { follows: true })
      if (outcome.kind !== 'answered' && outcome.kind !== 'gone') return onTrouble(parts, item, outcome)
      settleGone(db, id, now())
      return { kind: 'pushed', conflicts: 0 }
    }
    default:
      return exhaustive(step)
  }
}

async function pushCreate(parts: PushParts, item: PushItem): Promise<PushResult> {
  const { db, world, line, nextSeq, saveSidecar } = parts
  const { id, object } = item.change
  const document = withoutCleared(resolveReferences(db, object, item.data))
  const refused = refuseDangling(parts, item, document)
  if (refused) return refused
  // The copy beside the mirror must not call it unsent when it has left: brought back from there, it would be made twice.
  saveSidecar()
  const seq = nextSeq()
  const outcome = await line.once((connector) => connector.create(object, document, item.clientKey), { urgent: true })
  switch (outcome.kind) {
    case 'answered':
      if (outcome.value === null)
        return lookLater(parts, item, { kind: 'unknown', detail: 'it was created, but the answer can’t be read', status: null })
      learnSkew(parts, object, {}, outcome.value.document, outcome.serverTime)
      await settleCreated(parts, item, document, outcome.value, seq)
      return { kind: 'pushed', conflicts: 0 }
    case 'unknown':
      return lookLater(parts, item, outcome)
    case 'gone':
      settleRejected(db, id, { code: '404', message: `no such address for a new ${object}`, field: null }, world.now())
      return { kind: 'rejected' }
    default:
      return onTrouble(parts, item, outcome)
  }
}

function lookLater({ db, world }: PushParts, item: PushItem, outcome: Extract<NoAnswer, { kind: 'unknown' }>): PushResult {
  markProbing(db, item.change.id, { now: world.now(), error: errorOf(outcome) })
  return { kind: 'trouble', outcome, patient: false }
}

async function lookForCreate(parts: PushParts, item: PushItem, patience: Patience): Promise<PushResult> {
  const { db, world } = parts
  const { id } = item.change
  const document = withoutCleared(resolveReferences(db, item.change.object, item.data))
  const probe = await probeCreate(parts, item, document, patience)
  switch (probe.kind) {
    case 'found':
      await settleCreated(parts, item, document, probe.record, probe.seq)
      return { kind: 'pushed', conflicts: 0 }
    case 'unclear':
      settleConflict(db, id, { disputed: [], recordConflict: 'may-already-exist', merged: [], candidates: probe.candidates, now: world.now() })
      return { kind: 'conflict' }
    case 'not-there': {
      // The rep may have been quicker; a probe takes its time.
      const claimed = claimChange(db, id, { now: world.now(), serverTime: parts.line.serverNow() })
      if (!claimed) return { kind: 'looking' }
      const { error } = claimed.change
      // Surely not there, for the last time as for all before it: nothing is in doubt, and the rep decides what becomes of it.
      if (error === null || !isToBeHandedBack({ kind: 'create', tries: claimed.attempts, othersGotThrough: othersGotThrough(db, id) }))
        return pushCreate(parts, claimed)
      settleRejected(db, id, error, world.now())
      return { kind: 'rejected' }
    }
    case 'look-again':
      return { kind: 'looking' }
    case 'trouble':
      return { kind: 'trouble', outcome: probe.outcome, patient: true }
    default:
      return exhaustive(probe)
  }
}

async function settleCreated(parts: PushParts, item: PushItem, sent: RecordDocument, answer: IncomingRecord, seq: number): Promise<void> {
  const { db, world } = parts
  const { id, object } = item.change
  let settled = { answer, seq }
  if (isThinAnswer(sent, answer.document)) {
    const read = await readNow(parts, object, answer.remoteId, 'app')
    // Only an id came back and it can't be read now: what we sent stands until a poll brings the CRM's version.
    settled =
      read.kind === 'record' && read.record
        ? { answer: read.record, seq: read.seq }
        : { answer: { ...answer, document: { ...sent, ...answer.document } }, seq }
  }
  settlePushed(db, id, { ...settled, answer: keptRecord(parts.scope, settled.answer), sent, now: world.now() })
}

type ReadNow =
  | { readonly kind: 'record'; readonly record: IncomingRecord | null; readonly seq: number }
  | { readonly kind: 'trouble'; readonly outcome: NoAnswer }

/** The record as it is in the CRM at this moment; null when it is gone. */
async function readNow({ line, nextSeq }: PushParts, object: ObjectType, id: RemoteId, patience: Patience): Promise<ReadNow> {
  let seq = 0
  const outcome: Outcome<IncomingRecord | UnreadableRecord> = await line.read(
    patience,
    (connector, signal) => {
      seq = nextSeq()
      return connector.fetch(object, id, { raw: false }, signal)
    },
    { urgent: true },
  )
  if (outcome.kind === 'gone') return { kind: 'record', record: null, seq }
  if (outcome.kind !== 'answered') return { kind: 'trouble', outcome }
  if (isReadable(outcome.value)) return { kind: 'record', record: outcome.value, seq }
  // What we can't read we can't send back whole, and what isn't sent back is erased there.
  return {
    kind: 'trouble',
    outcome: { kind: 'refused', status: 200, words: `the record can’t be read: ${outcome.value.reason}`, field: null, retryable: false },
  }
}

function onTrouble({ db, world }: PushParts, item: PushItem, outcome: NoAnswer, patient = false): PushResult {
  const { id } = item.change
  const now = world.now()
  switch (outcome.kind) {
    case 'refused':
      if (outcome.retryable) break
      settleRejected(db, id, { code: String(outcome.status), message: outcome.words, field: outcome.field }, now)
      return { kind: 'rejected' }
    case 'unknown':
      backToWaiting(db, id, {
        now,
        nextAt: null,
        countAttempt: true,
        error: errorOf(outcome),
      })
      return { kind: 'trouble', outcome, patient }
    case 'gone':
    case 'not-sent':
    case 'not-authorized':
      break
    case 'wait':
      backToWaiting(db, id, {
        now,
        nextAt: outcome.retryAfterMs === null ? null : instant(now + outcome.retryAfterMs),
        countAttempt: false,
        error: null,
      })
      return { kind: 'trouble', outcome, patient }
    default:
      return exhaustive(outcome)
  }
  backToWaiting(db, id, { now, nextAt: null, countAttempt: false, error: null })
  return { kind: 'trouble', outcome, patient }
}

function errorOf({ status, detail }: Extract<NoAnswer, { kind: 'unknown' }>): ChangeError {
  return { code: status === null ? 'no-answer' : String(status), message: detail, field: null }
}

/** A link to a record that was made here and is not in the CRM (its create was discarded) means nothing there. */
function refuseDangling({ db, world }: PushParts, item: PushItem, document: RecordDocument): PushResult | null {
  const { id, object, connection } = item.change
  const field = findDangling(db, connection, object, document)
  if (field === null) return null
  settleRejected(db, id, { code: 'no-such-record', message: 'It is linked to a record that was never pushed.', field }, world.now())
  return { kind: 'rejected' }
}

/** Our own writes show whether stamps and `Date` header go alike. Only a stamp that this write moved says so. */
function learnSkew(
  { db, world, line }: PushParts,
  object: ObjectType,
  before: RecordDocument,
  after: RecordDocument,
  serverTime: number | null,
): void {
  const stamp = parseInstant(after['updated_at'])
  if (serverTime === null || stamp === null || after['updated_at'] === before['updated_at']) return
  const skew = stamp - serverTime
  const known = loadCapability(db, line.connection.id, object, 'clock-skew')
  // A few seconds more or less change nothing: this is written when it says something new.
  if (typeof known === 'number' && Math.abs(known - skew) < 30_000) return
  transaction(db, 'pulled', () =>
    noteCapability(db, line.connection.id, object, 'clock-skew', skew, 'stamp of our own write, less the Date header', world.now()),
  )
}
