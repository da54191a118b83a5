/**
 * The dry run of a push: reads each record as the push would, asks the push's rules, and neither sends nor notes anything. When the
 * CRM can't be reached, the rest is judged by what the mirror last saw, and said to be.
 */
import type { Failure } from '../../../shared/failure'
import { writeField } from '../../../shared/model/field-path'
import type { ChangeId, RecordId } from '../../../shared/model/ids'
import type { RecordDocument } from '../../../shared/model/record'
import type { Change } from '../../../shared/sync/change'
import type { ChangeCheck, CheckReport } from '../../../shared/sync/report'
import { isReadable, type IncomingRecord, type Outcome, type UnreadableRecord } from '../../connectors/connector'
import type { ReadDb } from '../../mirror/open'
import { listChanges, type PushItem, pushQueue } from '../../mirror/outbox'
import type { Patience } from '../decide/backoff'
import { type CheckItem, planCheck, type Verdict } from '../decide/plan-check'
import type { Line } from './line'
import { findDangling, resolvedField, withoutCleared } from './references'

export interface CheckParts {
  readonly db: ReadDb
  readonly line: Line
}

export interface CheckInput {
  /** Null: what a push without names would take. */
  readonly ids: readonly ChangeId[] | null
  readonly patience: Patience
}

export async function checkConnection({ db, line }: CheckParts, { ids, patience }: CheckInput): Promise<CheckReport> {
  const connection = line.connection.id
  const queue = pushQueue(db, connection, ids)
  const coming = new Set(queue.filter(({ change }) => change.kind === 'create').map(({ change }) => change.recordId))
  const items = queue.map((item) => toCheckItem(db, item, coming))
  const verdicts = new Map<ChangeId, Verdict & { readonly fresh: boolean }>()
  for (const change of ids === null ? [] : listChanges(db, { connection, ids, states: ['conflict'] }))
    verdicts.set(change.id, { ...undecided(change), fresh: true })

  const byRecord = Map.groupBy(items, ({ item }) => item.change.recordId)
  const records = [...byRecord.values()]
  // Creates have nothing to read; that they would go must not be said of a CRM that can't be reached.
  const isRead = items.some(({ item }) => item.change.remoteId !== null)
  let stopped: Failure | null = isRead || items.length === 0 ? null : await whyUnreachable(line, patience)
  let trouble: Failure | null = null
  const next = records.values()
  const work = async (): Promise<void> => {
    for (const changes of next) {
      const look = stopped
        ? null
        : await readRecord(
            line,
            changes.map(({ item }) => item),
            patience,
          )
      if (look?.kind === 'trouble') {
        if (look.stops) stopped = look.failure
        else trouble = look.failure
      }
      const seen = changes.find(({ item }) => item.change.kind !== 'delete')?.item.base ?? changes[0]?.item.base ?? null
      const checked = planCheck(
        changes.map(({ check }) => check),
        look?.kind === 'record' ? look.document : seen,
      )
      for (const [id, verdict] of checked) {
        const refused: Verdict | null = look?.kind === 'refused' ? { would: 'reject', why: look.words } : null
        verdicts.set(id, { ...(refused ?? verdict), fresh: look !== null && look.kind !== 'trouble' })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(line.width(), records.length) }, work))
  holdBackDependants(queue, verdicts)
  const madeHere = new Set(queue.filter(({ change }) => change.remoteId === null).map(({ change }) => change.id))
  const checks = [...verdicts].map(([id, verdict]): ChangeCheck => ({ id, ...verdict, fresh: verdict.fresh && !(stopped && madeHere.has(id)) }))
  return { checks: checks.toSorted((a, b) => Number(a.id) - Number(b.id)), error: stopped ?? trouble }
}

interface Checked {
  readonly item: PushItem
  readonly check: CheckItem
}

function toCheckItem(db: ReadDb, item: PushItem, coming: ReadonlySet<RecordId>): Checked {
  const { change, base, probing } = item
  const { connection, object } = change
  const fields = item.fields.map((field) => resolvedField(db, object, field))
  const data = withoutCleared(item.data)
  const sent = change.kind === 'create' ? data : fields.reduce<RecordDocument>((document, { path, value }) => writeField(document, path, value), {})
  return { item, check: { change, fields, base, data, probing, dangling: findDangling(db, connection, object, sent, coming) } }
}

type Look =
  | { readonly kind: 'record'; readonly document: RecordDocument | null }
  | { readonly kind: 'refused'; readonly words: string }
  /** `stops`: the others would hear the same. */
  | { readonly kind: 'trouble'; readonly failure: Failure; readonly stops: boolean }

/** The record as it is in the CRM at this moment; one that was made here is not there. */
async function readRecord(line: Line, items: readonly PushItem[], patience: Patience): Promise<Look> {
  const change = items[0]?.change
  if (!change || change.remoteId === null) return { kind: 'record', document: null }
  const { object, remoteId } = change
  const outcome: Outcome<IncomingRecord | UnreadableRecord> = await line.read(
    patience,
    (connector, signal) => connector.fetch(object, remoteId, { raw: false }, signal),
    { urgent: true },
  )
  switch (outcome.kind) {
    case 'answered':
      if (isReadable(outcome.value)) return { kind: 'record', document: outcome.value.document }
      return { kind: 'refused', words: `The record can’t be read: ${outcome.value.reason}` }
    case 'gone':
      return { kind: 'record', document: null }
    case 'refused':
      if (!outcome.retryable) return { kind: 'refused', words: outcome.words }
      return { kind: 'trouble', failure: line.failure(outcome), stops: false }
    case 'unknown':
      return { kind: 'trouble', failure: line.failure(outcome), stops: false }
    case 'not-sent':
    case 'wait':
    case 'not-authorized':
      return { kind: 'trouble', failure: line.failure(outcome), stops: true }
  }
}

async function whyUnreachable(line: Line, patience: Patience): Promise<Failure | null> {
  const outcome = await line.read(patience, (connector, signal) => connector.describe(signal), { urgent: true })
  return outcome.kind === 'answered' || outcome.kind === 'gone' || outcome.kind === 'refused' ? null : line.failure(outcome)
}

/** What goes after a create that does not go stays where it is. In the order of making: a create is older than what needs it. */
function holdBackDependants(queue: readonly PushItem[], verdicts: Map<ChangeId, Verdict & { readonly fresh: boolean }>): void {
  for (const { change, blockedBy } of queue) {
    const blocker = blockedBy.find((id) => verdicts.get(id)?.would !== 'create')
    const own = verdicts.get(change.id)
    if (blocker === undefined || !own) continue
    verdicts.set(change.id, { would: 'nothing', why: `It goes after change ${blocker}, which would not go now.`, fresh: own.fresh })
  }
}

function undecided({ fields, recordConflict }: Change): Verdict {
  const paths = fields.map(({ path }) => path).join(', ')
  return {
    would: 'conflict',
    why: recordConflict === null ? `It waits for your decision: ${paths}.` : 'It waits for your decision about the record.',
  }
}
