/** Syncs, states and differences in words: what `sync`, `status` and `verify` say to people. */
import { describeFailure } from '../../../shared/failure'
import type { ObjectType } from '../../../shared/model/object-type'
import type { PullState } from '../../../shared/sync/pull-state'
import type { ConnectionStatus, Difference, ObjectStatus, PullCounts, Status, SyncReport } from '../../../shared/sync/report'
import { errorJson } from './error'
import type { Output } from './output'
import { isoTime } from './shapes'
import { valueInWords } from './value-words'

const right = (title: string) => ({ title, align: 'right' }) as const

export async function saySync(out: Output, { connections }: SyncReport): Promise<void> {
  if (connections.length === 0) await out.note('Nothing is connected yet: satchel connect --url URL --connection-id ID')
  for (const { name, objects, newConflicts, error } of connections) {
    await out.say(name)
    const rows = (Object.entries(objects) as [ObjectType, PullCounts][]).map(([object, { fetched, created, updated, deleted, quarantined }]) => [
      object,
      ...[fetched, created, updated, deleted, quarantined].map(String),
    ])
    if (rows.length > 0) {
      await out.table([{ title: 'OBJECT' }, right('FETCHED'), right('CREATED'), right('UPDATED'), right('DELETED'), right('UNREADABLE')], rows)
    }
    if (newConflicts > 0) await out.note(`${newConflicts} of your changes now need a decision: satchel conflicts`)
    if (error) {
      const { message, hint } = errorJson(error)
      await out.note(message, ...(hint ? [hint] : []))
    }
  }
}

export async function sayStatus(out: Output, { connections }: Status): Promise<void> {
  if (connections.length === 0) await out.note('Nothing is connected yet: satchel connect --url URL --connection-id ID')
  for (const connection of connections) {
    await out.say(headline(connection))
    const rows = (Object.entries(connection.objects) as [ObjectType, ObjectStatus][]).map(([object, { records, quarantined, pull, lastSyncAt }]) => [
      object,
      String(records),
      quarantined > 0 ? String(quarantined) : '',
      pullInWords(pull),
      isoTime(lastSyncAt) ?? '',
    ])
    if (rows.length > 0)
      await out.table([{ title: 'OBJECT' }, right('RECORDS'), right('UNREADABLE'), { title: 'STATE' }, { title: 'LAST SYNC' }], rows)
    await out.note(...sweepWords(connection))
  }
}

function sweepWords({ objects }: ConnectionStatus): string[] {
  return (Object.entries(objects) as [ObjectType, ObjectStatus][]).flatMap(([object, { sweep }]) => [
    ...(sweep.missed > 0 ? [`${object}: ${sweep.missed} records that the polls had missed were found by a sweep`] : []),
    ...(sweep.doubted ? [`${object}: the list lacks records that exist, so nothing was taken for deleted`] : []),
  ])
}

export function differenceRows(differences: readonly Difference[]): string[][] {
  return differences.map(({ object, id, path, mirror, remote }) => [
    object,
    id,
    path ?? '(the whole record)',
    valueInWords(mirror),
    valueInWords(remote),
  ])
}

function headline({ name, provider, state, heldBackBy, changes, pushMode }: ConnectionStatus): string {
  const open = (['waiting', 'held', 'pushing', 'rejected', 'conflict'] as const)
    .filter((kind) => changes[kind] > 0)
    .map((kind) => `${changes[kind]} ${kind}`)
  const held = heldBackBy.length > 0 ? `, held back by: ${heldBackBy.join(', ')}` : ''
  const mode = pushMode === 'automatic' ? '; they go by themselves' : ''
  return `${name} (${provider}): ${state}${held}; changes: ${open.length > 0 ? open.join(', ') : 'none'}${mode}`
}

/** How many are here, up to which date, and about how long it still takes; each where it is known. */
export function backfillInWords({ stored, total, reached, leftMs }: Extract<PullState, { kind: 'backfilling' }>): string {
  return [
    total === null ? `${stored}` : `${stored} of ${total}`,
    ...(reached === null ? [] : [`up to ${isoTime(reached)?.slice(0, 10)}`]),
    ...(leftMs === null ? [] : [`about ${durationInWords(leftMs)} left`]),
  ].join(', ')
}

function durationInWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes < 1) return 'a minute'
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

function pullInWords(pull: PullState): string {
  switch (pull.kind) {
    case 'never-pulled':
      return 'never pulled'
    case 'backfilling':
      return `first pull, ${backfillInWords(pull)}`
    case 'catching-up':
      return 'catching up'
    case 'up-to-date':
      return 'up to date'
    case 'waiting':
      return `waiting${pull.until === null ? '' : ` until ${isoTime(pull.until)}`}: ${describeFailure(pull.because)}`
    case 'halted':
      return `halted: ${describeFailure(pull.because)}`
  }
}
