/**
 * A batch of many edits that counts as one.
 *
 *   begin ── slice, slice, … ── finish ── release, release, … ── made
 *     landing: its changes are held          releasing: they wait, as any change does
 *        └── ended before its last slice ──▶ taking-back ──▶ gone, as if it had never begun
 *
 * One transaction for all of it would let a rep's own edit wait for seconds. So it is made in slices, each short, and until the last one
 * its changes are held: nothing of half a batch can be pushed. After a crash the slices are taken back together. Undo takes a whole landing
 * back as one step. What the rep did meanwhile to a record of the batch is never taken back with it: that change stays.
 */
import type { ConnectionId, Instant, RecordId } from '../../shared/model/ids'
import type { WritableObjectType } from '../../shared/model/object-type'
import { type ChangeRow, findRow, openRows } from './change-row'
import { moveChange } from './moves'
import type { ReadDb, WriteDb } from './sql'
import { touchOutbox, touchRecord } from './touched'
import { transaction } from './transaction'
import { type Before, takeStepBack, type UndoneEdit } from './undo'

/** Edits in one transaction where nobody waits for it. */
const SLICE = 500

export type LandingState = 'landing' | 'releasing' | 'made' | 'taking-back'

export interface Landing {
  readonly id: number
  readonly connection: ConnectionId
  readonly batch: string
  readonly state: LandingState
}

interface StepRow {
  readonly step: number
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly record_id: RecordId
  readonly paths: string
  readonly before: string
  readonly after: string
}

/** What a change was right after the landing's edit; whoever touched it since has the last word. */
type After = Pick<ChangeRow, 'id' | 'patch' | 'data' | 'kind'>

export function beginLanding(db: WriteDb, { connection, batch, now }: Pick<Landing, 'connection' | 'batch'> & { readonly now: Instant }): Landing {
  return transaction(db, 'person', () => {
    const id = db.run(`INSERT INTO landing (connection, batch, state, at) VALUES (?, ?, 'landing', ?)`, connection, batch, now).lastInsertRowid
    return { id, connection, batch, state: 'landing' }
  })
}

/** Makes some of its edits, with the functions that make any edit (`saveEdit` …, with the landing's batch), in one transaction. */
export function landSlice(db: WriteDb, landing: Landing, work: () => void): void {
  transaction(db, 'person', () => {
    const step = lastOf(db, 'edit_step')
    const change = lastOf(db, 'change')
    work()
    const made = stepsSince(db, step)
    const added = db.all<{ readonly id: number }>(`SELECT id FROM change WHERE id > ? AND batch = ? AND state = 'waiting'`, change, landing.batch)
    for (const { id } of added) moveChange(db, id, 'hold')
    keepSteps(db, landing.id, made)
  })
}

/** What was saved since that step, each on its own, taken out of what undo walks through. */
function stepsSince(db: WriteDb, step: number): readonly MadeStep[] {
  const made = db.all<MadeStep>('SELECT * FROM edit_step WHERE step > ? ORDER BY step', step)
  db.run('DELETE FROM edit_step WHERE step > ?', step)
  return made
}

function keepSteps(db: WriteDb, landing: number, made: readonly MadeStep[]): void {
  for (const { connection, object, record_id, at, paths, before } of byRecord(made)) {
    const after = openRows(db, record_id).map(({ id, patch, data, kind }): After => ({ id, patch, data, kind }))
    db.run(
      'INSERT INTO landing_step (landing, connection, object, record_id, at, paths, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      landing,
      connection,
      object,
      record_id,
      at,
      paths,
      before,
      JSON.stringify(after),
    )
  }
}

/**
 * Makes some edits that wait at once, part by part as a caller brings them. Each part is all of it or none, what is made stands, and undo
 * takes all parts back as one step, as long as nothing was saved between them. What they joined stays as it was before.
 */
export function landPart(
  db: WriteDb,
  { connection, batch, now }: Pick<Landing, 'connection' | 'batch'> & { readonly now: Instant },
  work: () => void,
): void {
  transaction(db, 'person', () => {
    const step = lastOf(db, 'edit_step')
    const before = db.get<{ readonly id: number }>(
      `SELECT l.id FROM edit_step s JOIN landing l ON l.id = s.landing
        WHERE s.step = (SELECT max(step) FROM edit_step) AND l.connection = ? AND l.batch = ? AND l.state = 'made'`,
      connection,
      batch,
    )
    work()
    const made = stepsSince(db, step)
    if (made.length === 0) return
    const landing = before ?? beginLanding(db, { connection, batch, now })
    keepSteps(db, landing.id, made)
    if (before !== undefined) return
    keepAsOneStep(db, landing.id, now)
    setState(db, landing.id, 'made')
  })
}

/** The landings of that name that undo still reaches, the youngest first. */
export function landingsCalled(db: ReadDb, connection: ConnectionId | null, batch: string): readonly number[] {
  return db
    .all<{ readonly id: number }>(
      `SELECT l.id FROM landing l JOIN edit_step s ON s.landing = l.id
        WHERE l.batch = ?1 AND l.state = 'made' AND (?2 IS NULL OR l.connection = ?2) ORDER BY s.step DESC`,
      batch,
      connection,
    )
    .map(({ id }) => id)
}

/** One of its edits, for who must say where something was undone. */
export function firstEditOf(db: ReadDb, landing: number): UndoneEdit | null {
  const step = db.get<StepRow>('SELECT * FROM landing_step WHERE landing = ? ORDER BY step LIMIT 1', landing)
  return step
    ? { connection: step.connection, object: step.object, recordId: step.record_id, paths: JSON.parse(step.paths) as readonly string[] }
    : null
}

/** Undo has taken it: the next one takes what was before. */
export function forgetStepOf(db: WriteDb, landing: number): void {
  transaction(db, 'person', () => db.run('DELETE FROM edit_step WHERE landing = ?', landing))
}

type MadeStep = Omit<StepRow, 'after'> & { readonly at: Instant }

/** Several edits of one record in one slice go back as one: to what was before the first. */
function byRecord(steps: readonly MadeStep[]): readonly MadeStep[] {
  const records = new Map<RecordId, MadeStep>()
  for (const step of steps) {
    const first = records.get(step.record_id)
    records.set(step.record_id, first ? joined(first, step) : step)
  }
  return [...records.values()]
}

function joined(first: MadeStep, second: MadeStep): MadeStep {
  const before = JSON.parse(first.before) as readonly Before[]
  const known = new Set(before.map(({ id }) => id))
  const later = (JSON.parse(second.before) as readonly Before[]).filter(({ id, row }) => !known.has(id) && row === null)
  return { ...first, before: JSON.stringify([...before, ...later]) }
}

/** The last slice is in: from here on the batch counts as made, and is one step for undo. */
export function finishLanding(db: WriteDb, landing: Landing, now: Instant): void {
  transaction(db, 'person', () => {
    setState(db, landing.id, 'releasing')
    keepAsOneStep(db, landing.id, now)
  })
}

function keepAsOneStep(db: WriteDb, landing: number, now: Instant): void {
  const first = db.get<StepRow>('SELECT * FROM landing_step WHERE landing = ? ORDER BY step LIMIT 1', landing)
  if (!first) return
  const { connection, object, record_id } = first
  db.run(
    `INSERT INTO edit_step (connection, object, record_id, at, paths, before, landing) VALUES (?, ?, ?, ?, '[]', '[]', ?)`,
    connection,
    object,
    record_id,
    now,
    landing,
  )
}

/** Lets the next changes of a finished landing go; answers where it stopped, null when all wait. */
export function releaseSlice(db: WriteDb, landing: Landing, after: number, limit: number): number | null {
  return transaction(db, 'person', () => {
    const steps = stepsAfter(db, landing.id, after, limit)
    for (const { connection, object, record_id, before, after: made } of steps) {
      const known = new Set((JSON.parse(before) as readonly Before[]).flatMap(({ id, row }) => (row === null ? [] : [id])))
      for (const { id } of JSON.parse(made) as readonly After[]) {
        if (!known.has(id)) letGo(db, id)
      }
      touchRecord(db, connection, object, record_id)
    }
    touchOutbox(db, landing.connection)
    const last = steps.at(-1)
    if (last !== undefined && steps.length === limit) return last.step
    setState(db, landing.id, 'made')
    return null
  })
}

export function beginTakingBack(db: WriteDb, landing: number): void {
  transaction(db, 'person', () => setState(db, landing, 'taking-back'))
}

/** Takes the youngest edits of a landing back; false when none is left. */
export function takeBackSlice(db: WriteDb, landing: Landing, limit: number, now: Instant): boolean {
  return transaction(db, 'person', () => {
    const steps = db.all<StepRow>('SELECT * FROM landing_step WHERE landing = ? ORDER BY step DESC LIMIT ?', landing.id, limit)
    for (const step of steps) {
      if (isAsLanded(db, step)) {
        const { connection, object, record_id: recordId } = step
        const paths = JSON.parse(step.paths) as readonly string[]
        takeStepBack(db, { connection, object, recordId, paths }, JSON.parse(step.before) as readonly Before[], now)
      } else if (landing.state !== 'made') keepMeanwhile(db, step)
      db.run('DELETE FROM landing_step WHERE step = ?', step.step)
    }
    if (steps.length === limit) return true
    db.run('DELETE FROM landing WHERE id = ?', landing.id)
    touchOutbox(db, landing.connection)
    return false
  })
}

/** Landings that a process left before they were made, or before they were gone. */
export function openLandings(db: ReadDb): readonly Landing[] {
  return db.all<Landing>(`SELECT id, connection, batch, state FROM landing WHERE state <> 'made' ORDER BY id`)
}

export function findLanding(db: ReadDb, id: number): Landing | null {
  return db.get<Landing>('SELECT id, connection, batch, state FROM landing WHERE id = ?', id) ?? null
}

/** At a start: what was finished goes on to be let go, what was not is taken back. */
export function recoverLandings(db: WriteDb, now: Instant): void {
  for (const landing of openLandings(db)) {
    if (landing.state === 'releasing') for (let place: number | null = 0; place !== null;) place = releaseSlice(db, landing, place, SLICE)
    else while (takeBackSlice(db, landing, SLICE, now));
  }
  forgetOldLandings(db)
}

/** What undo no longer reaches needs no memory of what was before it. */
export function forgetOldLandings(db: WriteDb): void {
  transaction(db, 'person', () => {
    const old = `SELECT id FROM landing WHERE state = 'made' AND id NOT IN (SELECT landing FROM edit_step WHERE landing IS NOT NULL)`
    db.run(`DELETE FROM landing_step WHERE landing IN (${old})`)
    db.run(`DELETE FROM landing WHERE id IN (${old})`)
  })
}

function isAsLanded(db: ReadDb, { after, before }: StepRow): boolean {
  const made = JSON.parse(after) as readonly After[]
  // A record that the landing deleted, or that is gone since, has nothing open: only its steps say what was.
  const earlier = JSON.parse(before) as readonly Before[]
  const touched = [...made.map(({ id }) => id), ...earlier.map(({ id }) => id)]
  // What was on its way by then was not touched, and may be anywhere by now.
  const sent = new Set(earlier.flatMap(({ id, row }) => (row?.state === 'pushing' ? [id] : [])))
  return touched.every((id) => {
    const present = findRow(db, id)
    if (!present || sent.has(id)) return true
    if (present.first_sent_at !== null || !['waiting', 'held', 'rejected', 'discarded'].includes(present.state)) return false
    const was = made.find((each) => each.id === id)
    return was === undefined || (present.patch === was.patch && present.data === was.data)
  })
}

/** The rep went on with it: their change stays, and waits as theirs do. */
function keepMeanwhile(db: WriteDb, { after }: StepRow): void {
  for (const { id } of JSON.parse(after) as readonly After[]) {
    letGo(db, id)
  }
}

function letGo(db: WriteDb, id: number): void {
  if (findRow(db, id)?.state === 'held') moveChange(db, id, 'release')
}

function stepsAfter(db: ReadDb, landing: number, after: number, limit: number): readonly StepRow[] {
  return db.all<StepRow>('SELECT * FROM landing_step WHERE landing = ? AND step > ? ORDER BY step LIMIT ?', landing, after, limit)
}

function setState(db: WriteDb, id: number, state: LandingState): void {
  db.run('UPDATE landing SET state = ? WHERE id = ?', state, id)
}

function lastOf(db: ReadDb, table: 'edit_step' | 'change'): number {
  return db.get<{ readonly seq: number }>('SELECT seq FROM sqlite_sequence WHERE name = ?', table)?.seq ?? 0
}
