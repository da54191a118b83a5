/** Times the reports over a large mirror, in one thread: `node bench-reports.js FILE DEALS EVENTS`. Makes the file where there is none. */
import { existsSync } from 'node:fs'
import { reportHandlers } from '../../../src/main/services/reports'
import { closeMirror, openMirror, openMirrorReadOnly } from '../../../src/main/mirror/open'
import { instant } from '../../../src/shared/model/ids'
import { lastMonths, lastWeeks } from './spans'
import { connection, makeMirror, now, owner } from './large-mirror'

const [file = '', deals = '200000', events = '1000000'] = process.argv.slice(2)
const ROUNDS = 7

const began = performance.now()
if (!existsSync(file)) {
  makeMirror(file, { deals: Number(deals), events: Number(events) })
  process.stderr.write(`made in ${((performance.now() - began) / 1000).toFixed(0)} s\n`)
}
// An older file is brought to this version's schema first.
closeMirror(openMirror(file, { now }))

const db = openMirrorReadOnly(file)
const reports = reportHandlers(db)
const all = { connection, pipeline: null, owner: null }
const one = { ...all, pipeline: 'p0' }
const mine = { ...one, owner }
const anyDay = { from: null, to: null }
const DAY = 86_400_000
const dayStart = instant(now - (now % DAY))
const dayEnd = instant(dayStart + DAY)
const board = { closing: anyDay, now, dayStart, dayEnd, groupBy: 'stage' as const, limits: {}, limit: 40, restsAfterDays: 14 }
const behind = {
  now,
  kind: 'open' as const,
  stage: null,
  closing: anyDay,
  undated: false,
  closed: null,
  currency: null,
  quietSince: null,
  limit: 200,
}
const quiet = { ...behind, quietSince: instant(now - 14 * DAY), limit: 5 }
const months = ['2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04']

const cases: readonly (readonly [string, () => unknown])[] = [
  ['pipeline by stage', () => reports['reports.pipeline']({ ...one, closing: anyDay })],
  ['forecast, one pipeline', () => reports['reports.forecast']({ ...one, months })],
  ['forecast, all', () => reports['reports.forecast']({ ...all, months })],
  ['won and lost, 12 months, all', () => reports['reports.outcomes']({ ...all, spans: lastMonths(now, 12) })],
  ['velocity, 12 months', () => reports['reports.velocity']({ ...one, spans: lastMonths(now, 12) })],
  ['activities, 8 weeks', () => reports['reports.activities']({ connection, owner: null, spans: lastWeeks(now, 8) })],
  ['activities, 52 weeks', () => reports['reports.activities']({ connection, owner: null, spans: lastWeeks(now, 52) })],
  ['activities, 52 weeks, mine', () => reports['reports.activities']({ connection, owner, spans: lastWeeks(now, 52) })],
  ['today, everybody', () => reports['reports.agenda']({ connection, owner: null, now, dayStart, dayEnd, overdueLimit: 5 })],
  ['today, mine', () => reports['reports.agenda']({ connection, owner, now, dayStart, dayEnd, overdueLimit: 5 })],
  ['deals behind a stage', () => reports['reports.deals']({ ...one, ...behind, stage: 'p0s1' })],
  ['quiet deals, everybody', () => reports['reports.deals']({ ...one, ...quiet })],
  ['quiet deals, mine', () => reports['reports.deals']({ ...mine, ...quiet })],
  ['board, everybody', () => reports['reports.board']({ ...one, ...board })],
  ['board, mine', () => reports['reports.board']({ ...mine, ...board })],
]

for (const [name, read] of cases) {
  const times = Array.from({ length: ROUNDS }, () => cpuOf(read)).toSorted((a, b) => a - b)
  process.stdout.write(`${name.padEnd(32)} ${(times[Math.floor(ROUNDS / 2)] ?? 0).toFixed(0).padStart(5)} ms\n`)
}
closeMirror(db)

/** CPU with that of the system: a wall clock says little on a machine that does other work. */
function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
