/**
 * One run: a plan is played, the judge looks after every step, and in the end it becomes quiet: the network works, nobody writes any
 * more, the rep decides what needs deciding, and then mirror and CRM are the same and nothing moves.
 */
import { lastProbe } from '../../../src/main/mirror/capabilities'
import { loadCapability, loadCheckpoint } from '../../../src/main/mirror/checkpoints'
import { recordCount } from '../../../src/main/mirror/counts'
import type { ReadDb } from '../../../src/main/mirror/open'
import { getRecord } from '../../../src/main/mirror/records'
import { failureOf } from '../../../src/shared/failure'
import { canonicalJson, type JsonObject } from '../../../src/shared/model/json'
import type { EngineEvent } from '../../../src/shared/contract/events'
import { createModelServer, type ModelServer } from '../model-server'
import { Death } from '../outside/computer'
import { createVirtualWorld, seededRandom, type VirtualWorld } from '../virtual-world'
import { type Colleagues, createColleagues } from './colleagues'
import { fieldsOf, markOf, type Mirrored, mirrored, valueOf } from './fields'
import { createJudge, type Judge, Violation } from './judge'
import { createLedger } from './ledger'
import { connection, type DeathPoint, type Machine, openMachine } from './machine'
import type { Plan, Step } from './plan'
import { createRep, type Rep } from './rep'
import { createWeather, type Weather } from './weather'

export interface RunResult {
  /** Null: all that must be true was true. */
  readonly violation: string | null
  readonly trace: readonly string[]
  readonly figures: {
    readonly requests: number
    readonly lives: number
    /** Points at which the process could have died, before it became quiet. */
    readonly passedBeforeQuiet: Readonly<Record<DeathPoint, number>>
    readonly logBytes: number
  }
}

export interface RunOptions {
  readonly folder: string
  readonly trace?: boolean
}

// What a dead process still had under way ends with its death, and nobody is left to hear of it. Anything else is a bug.
process.on('unhandledRejection', (reason) => {
  // By its name: a process may have several bundles loaded, each with a class of that name.
  if (!(reason instanceof Error && reason.name === 'Death')) throw reason instanceof Error ? reason : new Error(String(reason))
})

/** There is one computer: runs take turns. */
let turn: Promise<unknown> = Promise.resolve()

export function runPlan(plan: Plan, options: RunOptions): Promise<RunResult> {
  const run = turn.then(() => play(plan, options))
  turn = run.catch(() => undefined)
  return run
}

async function play(plan: Plan, options: RunOptions): Promise<RunResult> {
  const scene = openScene(plan, options)
  let violation: string | null = null
  let passed = scene.machine.passed
  try {
    if (plan.death) scene.machine.plan(plan.death)
    for (const step of plan.steps) {
      await scene.wait(step.delayMs)
      await scene.play(step)
      scene.look()
    }
    await scene.wait(10 * SECOND)
    passed = { ...scene.machine.passed }
    await scene.quieten()
  } catch (error) {
    violation = error instanceof Violation ? error.message : `broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
    scene.note(`!! ${violation}`)
  } finally {
    await scene.machine.close()
    scene.end()
  }
  return {
    violation: violation ?? scene.bug(),
    trace: scene.trace,
    figures: { requests: scene.server.requests.length, lives: scene.lives(), passedBeforeQuiet: passed, logBytes: scene.largestLog() },
  }
}

/** How many records the engine asks for at once here: see `bundle.ts`. */
const PAGE = 5
const SECOND = 1000
const MINUTE = 60 * SECOND

function openScene(plan: Plan, { folder, trace: isTraced = false }: RunOptions) {
  const trace: string[] = []
  const note = (line: string): void => {
    if (isTraced) trace.push(`${new Date(world.now()).toISOString().slice(5, 23)} ${line}`)
  }
  let made: ModelServer | null = null
  const world: VirtualWorld = createVirtualWorld(plan.seed, (inner) => {
    made = createModelServer(inner, plan.behaviour, plan.seed)
    return made.http
  })
  if (made === null) throw new Error('no server')
  const server: ModelServer = made
  server.token = 'token-1'
  const chance = seededRandom(plan.seed ^ 0x5bd1e995)
  let bug: string | null = null
  let lives = 0
  let largestLog = 0
  const events: EngineEvent[] = []
  const machine: Machine = openMachine({
    world,
    server,
    folder,
    random: chance,
    background: plan.background,
    intervalSeconds: plan.intervalSeconds,
    clockErrorMs: plan.clockErrorMs,
    note,
    onEvent(event) {
      events.push(event)
      judge.hear(event)
    },
    onBug(what) {
      bug ??= `bug: ${what}`
    },
  })
  const ledger = createLedger((object, id) => {
    const name = server.find(object, id)?.['name'] ?? (machine.isUp() ? getRecord(machine.db(), connection.id, object, id)?.document['name'] : null)
    return typeof name === 'string' ? name : null
  })
  const colleagues: Colleagues = createColleagues({
    server,
    world,
    note,
    desk: plan.desk ?? null,
    mostAtOnce: plan.behaviour.offsetCap ?? Number.POSITIVE_INFINITY,
  })
  const rep: Rep = createRep({ machine, server, world, ledger, note, desk: plan.desk ?? null })
  const weather: Weather = createWeather(server, world, chance, plan)
  const judge: Judge = createJudge({ machine, server, ledger, colleagues, weather })
  furnish(server, world, plan)
  // The engine's own words about a bug: heard of a living one, they are one.
  const complain = console.error
  console.error = (...words: readonly unknown[]): void => {
    if (machine.isUp()) bug ??= `bug: ${words.map((word) => (word instanceof Error ? (word.stack ?? word.message) : String(word))).join(' ')}`
  }

  const ask = async (operation: string, input: unknown): Promise<void> => {
    note(`rep asks for ${operation} ${JSON.stringify(input)}`)
    const answer = await world.drive(machine.ask(operation, input))
    note(`  heard of ${operation}: ${JSON.stringify(answer).slice(0, 400)}`)
  }

  /** The process starts again, as often as it takes; with a full disk it may not. */
  const boot = async (): Promise<void> => {
    for (let tries = 0; tries < 5 && !machine.isUp(); tries += 1) {
      // What a dead process was about to do next has not happened by now.
      await world.settle(Promise.resolve())
      try {
        machine.boot()
        lives += 1
        judge.forget()
      } catch (error) {
        if (error instanceof Death) continue
        if (machine.diskIsFull && failureOf(error) !== null) return
        throw new Violation('I1', `the workspace does not open: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

  const poll = { connection: null, objects: null, full: false, reconcile: false }

  const scene = {
    trace,
    note,
    server,
    machine,
    bug: () => bug,
    end: () => void (console.error = complain),
    lives: () => lives,
    largestLog: () => largestLog,
    async wait(milliseconds: number): Promise<void> {
      await world.pass(milliseconds)
      // What it had sent still arrives; a colleague who writes between a read and its write is a gap that the API leaves open.
      if (!machine.isUp()) await world.pass(70 * SECOND)
      await boot()
    },
    look(): void {
      if (bug !== null) throw new Violation('bug', bug)
      judge.look(machine.isUp() ? rep.open() : null)
      largestLog = Math.max(largestLog, machine.logBytes())
    },
    async play({ kind, seed, death }: Step): Promise<void> {
      const random = seededRandom(seed)
      note(`· ${kind}`)
      ledger.absorb(server)
      switch (kind) {
        case 'edit':
          return machine.isUp() ? rep.edit(random, 1) : undefined
        case 'edit-more':
          return machine.isUp() ? rep.edit(random, 4) : undefined
        case 'create':
        case 'create-linked':
          return machine.isUp() ? rep.create(random, kind === 'create-linked') : undefined
        case 'link':
          return machine.isUp() ? rep.link(random) : undefined
        case 'remove':
          return machine.isUp() ? rep.remove(random) : undefined
        case 'undo':
          return machine.isUp() ? rep.undo() : undefined
        case 'hold':
        case 'release':
        case 'discard':
        case 'restore':
        case 'reverse':
        case 'approve':
          return machine.isUp() ? rep.move(kind, random) : undefined
        case 'resolve':
          return machine.isUp() ? rep.resolve(random) : undefined
        case 'push':
          return rep.begin('changes.push', {})
        case 'push-some': {
          const open = machine.isUp() ? rep.open().filter(({ state }) => state !== 'conflict') : []
          const ids = open.filter(() => random() < 0.4).map(({ id }) => id)
          return ids.length > 0 ? rep.begin('changes.push', { ids }) : undefined
        }
        case 'check':
          return rep.begin('changes.check', {})
        case 'refresh': {
          // At a small desk one looks at what one has just changed.
          const watched = plan.desk !== undefined && machine.isUp() ? rep.open().findLast(({ remoteId }) => remoteId !== null) : undefined
          if (watched) return rep.begin('records.refresh', { connection: connection.id, object: watched.object, id: watched.remoteId })
          const object = mirrored[Math.floor(random() * 3)] ?? 'contact'
          const shown = server.records(object).slice(0, plan.desk)
          const record = shown[Math.floor(random() * shown.length)]
          return record ? rep.begin('records.refresh', { connection: connection.id, object, id: record['id'] }) : undefined
        }
        case 'pull':
          return rep.begin('sync.run', poll)
        case 'full':
          return rep.begin('sync.run', { ...poll, full: true })
        case 'reconcile':
          return rep.begin('sync.run', { ...poll, reconcile: true })
        case 'their-edit':
          return colleagues.edit(random)
        case 'their-edits':
          return colleagues.editMany(random)
        case 'their-create':
          return colleagues.create()
        case 'their-import':
          return colleagues.import(random)
        case 'their-delete':
          return colleagues.remove(random)
        case 'their-deletes':
          return colleagues.removeMany(random)
        case 'their-link':
          return colleagues.relink(random)
        case 'storm':
          return weather.storm(random)
        case 'calm':
          return weather.calm()
        case 'token-expires':
          server.token = `token-${seed}`
          return
        case 'token-renewed':
          return renewToken()
        case 'permission-lost':
          return weather.losePermission(random() < 0.5 ? 'writes' : 'all')
        case 'permission-back':
          return weather.losePermission(null)
        case 'poison': {
          const object = mirrored[Math.floor(random() * 3)] ?? 'contact'
          const record = server.records(object)[Math.floor(random() * server.records(object).length)]
          const status = random() < 0.5 ? 422 : 500
          if (random() < 0.3) weather.poison(`/crm/x/${object}`, status)
          else if (record) weather.poison(`/crm/x/${object}/${String(record['id'])}`, status)
          return
        }
        case 'lid':
          return world.asleep(random() < 0.5 ? 7 * 24 * 60 * MINUTE : 9 * 60 * MINUTE)
        case 'will-die':
          return machine.plan(
            death ?? {
              at: (['request', 'request', 'timer', 'commit', 'commit', 'file'] as const)[Math.floor(random() * 6)] ?? 'request',
              countdown: 1 + Math.floor(random() * 12),
              when: random() < 0.5 ? 'before' : 'after',
              power: random() < 0.3,
            },
          )
        case 'kill':
        case 'power-cut':
          note(`  ✝ ${kind}`)
          return machine.die(kind === 'power-cut')
        case 'disk-full':
        case 'disk-free':
          machine.diskIsFull = kind === 'disk-full'
          return
        case 'mirror-lost':
          return machine.loseMirror()
      }
    },

    async quieten(): Promise<void> {
      note('· quiet')
      weather.clear()
      machine.plan(null)
      machine.diskIsFull = false
      // Long enough for what was on its way, and for lists to show it; no longer, for a wider look back is due now and then.
      await world.pass(40 * SECOND)
      machine.die(false)
      renewToken()
      await world.pass(65 * SECOND)
      await boot()
      scene.look()
      const random = seededRandom(plan.seed + 1)
      // First without a sweep: what only polls bring has to come by polls.
      await ask('sync.run', poll)
      compare({ polled: true })
      for (let round = 0; round < 8; round += 1) {
        await ask('changes.push', {})
        scene.look()
        await rep.tidy(random, round < 4)
        scene.look()
        await world.pass(5 * MINUTE)
        await ask('sync.run', { ...poll, reconcile: true })
        scene.look()
        if (rep.open().length === 0 && round > 0) break
      }
      const left = rep.open().map(({ id, kind, state, error }) => `${id} ${kind} ${state} ${error?.message ?? ''}`)
      if (left.length > 0) throw new Violation('I7', `still open: ${left.join('; ')}`)
      compare({ polled: false })
      await poke()
    },
  }

  function renewToken(): void {
    machine.token = server.token
    if (machine.isUp()) void machine.ask('sync.resume', { connection: null })
  }

  /** Mirror and CRM, record by record. `polled`: as far as a poll can tell, while changes may still wait. */
  function compare({ polled }: { readonly polled: boolean }): void {
    const db = machine.db()
    // Where equal stamps come in any order, one pass through the list may miss what the next one brings.
    if (polled && plan.behaviour.unstableTies) return
    for (const object of mirrored) {
      const bound = loadCheckpoint(db, connection.id, object)?.bound ?? null
      // Of a list that was always empty there is nothing to count from.
      if (bound === null && server.records(object).length > 0 && !weather.lied.has(object))
        throw new Violation('I7', `${object} has no checkpoint after a quiet poll`)
      for (const document of server.records(object)) {
        const id = String(document['id'])
        // What the rep sees is composed with care, and compared once, in the end; until then what was last heard of it is enough.
        const view = polled ? heardOf(db, object, id) : getRecord(db, connection.id, object, id)
        const isUnreadable = view !== null && view.quarantined !== null
        // What moved without a stamp, came in no readable form, or was kept from us by an empty list that was a lie, a sweep has to bring.
        if (polled && (colleagues.unstamped.has(`${object} ${id}`) || isUnreadable || weather.lied.has(object))) continue
        if (view === null && polled && rep.open().some((change) => change.kind === 'delete' && change.remoteId === id)) continue
        if (isUnreadable) throw new Violation('I7', `${object} ${id} is still called unreadable`)
        if (view === null) throw new Violation(polled ? 'I4' : 'I7', `${object} ${id} is not in the mirror`)
        if (canonicalJson(view.base ?? {}) !== canonicalJson(document))
          throw new Violation(polled ? 'I4' : 'I7', `${object} ${id} differs: ${difference(view.base ?? {}, document)}`)
        if ('document' in view && canonicalJson(view.document) !== canonicalJson(document))
          throw new Violation('I7', `${object} ${id} is shown otherwise: ${difference(view.document, document)}`)
      }
      const count = recordCount(db, connection.id, object).records
      if (!polled && count !== server.records(object).length)
        throw new Violation('I7', `${count} of ${object} here, ${server.records(object).length} there`)
    }
  }

  function heardOf(db: ReadDb, object: Mirrored, id: string): { readonly base: JsonObject; readonly quarantined: string | null } | null {
    const row = db.get<{ readonly json: string | null; readonly quarantined: string | null }>(
      `SELECT r.remote_json AS json, r.quarantined FROM record r JOIN stream s ON s.sid = r.stream
        WHERE s.connection = ? AND s.object = ? AND r.remote_id = ? AND r.list IS NOT NULL`,
      connection.id,
      object,
      id,
    )
    return row ? { base: JSON.parse(row.json ?? '{}') as JsonObject, quarantined: row.quarantined } : null
  }

  /** A poll that finds nothing writes no record and tells nobody of one. */
  async function poke(): Promise<void> {
    await world.pass(30 * MINUTE)
    await ask('sync.run', poll)
    await world.pass(MINUTE)
    const [requests, told, at] = [server.requests.length, events.length, world.now()]
    const before = rowsWritten(machine)
    await ask('sync.run', poll)
    await world.pass(SECOND)
    const rows = rowsWritten(machine) - before
    if (rows > 0) throw new Violation('I10', `a quiet poll wrote ${rows} rows`)
    const news = events.slice(told).filter(({ kind }) => kind === 'records.changed' || kind === 'changes.changed')
    if (news.length > 0) throw new Violation('I10', `a quiet poll told of ${JSON.stringify(news[0])}`)
    if (!isPlain(plan)) return
    for (const object of mirrored) {
      // Many edits in the second in which it was read made its order look as if it moved: from then on it is read with more care.
      if (loadCapability(machine.db(), connection.id, object, 'stable-ties-created-at') === false) continue
      // What a storm kept a probe from hearing is asked an hour later, beside whatever poll runs then.
      if ((lastProbe(machine.db(), connection.id, object)?.at ?? 0) >= at) continue
      const asked = server.requests.slice(requests).filter((line) => line.includes(`/${object}?`)).length
      const bound = loadCheckpoint(machine.db(), connection.id, object)?.bound ?? 0
      const known = server.records(object).filter(({ updated_at: stamp }) => Date.parse(String(stamp)) >= bound).length
      // Half a page of what is known already may hide more: that costs another request, and a whole one several at once.
      const expected = known * 2 < PAGE ? 1 : 2 + 4 * Math.ceil(known / (PAGE - 1))
      if (asked > expected) throw new Violation('I10', `a quiet poll of ${object} asked ${asked} times, for ${known} known records`)
    }
  }

  return scene
}

const telling = ['record', 'link', 'search', 'change', 'history', 'conflict_field', 'edit_step']

function rowsWritten({ written }: Machine): number {
  return telling.reduce((sum, table) => sum + (written.get(table) ?? 0), 0)
}

/** Nothing about this CRM makes a poll dearer than one request a type. */
function isPlain({ behaviour, background }: Plan): boolean {
  const { ignores = [], refuses = [], pageCap, skewMs = 0, unstableTies } = behaviour
  return !background && ignores.length === 0 && refuses.length === 0 && !pageCap && skewMs === 0 && !unstableTies
}

function difference(mine: JsonObject, theirs: JsonObject): string {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].filter((key) => canonicalJson(mine[key]) !== canonicalJson(theirs[key]))
  return keys.map((key) => `${key}: ${JSON.stringify(mine[key])} here, ${JSON.stringify(theirs[key])} there`).join('; ')
}

/** What stood in the CRM before the first day. */
function furnish(server: ModelServer, world: VirtualWorld, { contacts = 22, apartMs = 400 }: Plan): void {
  // Longer ago than any poll looks back: what the first walk misses, none of them brings.
  const start = world.now() - 40 * 86_400_000
  // More contacts than the pages that come early hold.
  const counts = { contact: contacts, company: 6, deal: 4 }
  for (const object of mirrored) {
    for (let index = 0; index < counts[object]; index += 1) {
      const document: Record<string, unknown> = { name: `${object} ${index}`, mystery: { kept: [index, null] } }
      for (const { path, kind } of fieldsOf[object].slice(0, 3 + (index % 4)))
        if (!path.includes('.') && kind !== 'links')
          document[path] =
            kind === 'number'
              ? index
              : kind === 'text'
                ? `old ${index}`
                : kind === 'date'
                  ? markOf('date', index, 't')
                  : [valueOf(kind, markOf(kind, index, 't'))]
      server.put(object, document as JsonObject, start + Math.floor(index / 2) * apartMs)
    }
  }
}
