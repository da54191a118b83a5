/**
 * Some hundred random days of crashes, refusals, lost answers and colleagues. When it is quiet again:
 *
 *  1. no edit is lost: it reached the CRM, or waits, or is shown as a conflict or refusal, or the rep replaced it
 *  2. nothing is clobbered: a write changes what the rep changed, from what the rep saw, and nothing else
 *  3. nothing is created twice
 *  4. the mirror is the CRM, record by record
 *
 * A failing seed is printed by its name; `SEED=48113 npx vitest run test/simulation` runs that one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRecordId } from '../../src/main/mirror/identity'
import { listChanges, saveCreate, saveDelete, saveEdit } from '../../src/main/mirror/outbox'
import { getRecord } from '../../src/main/mirror/records'
import { recordCount } from '../../src/main/mirror/counts'
import type { FieldPath } from '../../src/shared/model/field-path'
import { parseRecordId, type RecordId } from '../../src/shared/model/ids'
import { canonicalJson } from '../../src/shared/model/json'
import { type Box, connection, openBox } from './box'
import type { Behaviour, Fault } from './model-server'
import { seededRandom } from './virtual-world'

const SEEDS = Number(process.env['SEEDS'] ?? 150)
const fields = ['title', 'department', 'company'] as const

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-box-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const only = process.env['SEED']
const seeds = only === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [Number(only)]

describe('a random day', () => {
  test.each(seeds)(
    'seed %i',
    async (seed) => {
      const day = createDay(seed)
      try {
        // What was there before is in every list by now.
        await day.box.world.pass(10_000)
        for (let step = 0; step < 40; step += 1) await day.step()
        await day.quieten()
        day.check()
      } finally {
        day.box.close()
      }
    },
    30_000,
  )
})

/** One value that the rep typed: unique, so that its fate can be followed. */
interface Typed {
  readonly record: RecordId
  readonly field: string
  readonly value: string
  /** What the rep was looking at. */
  readonly saw: unknown
  replaced: boolean
}

function createDay(seed: number) {
  const random = seededRandom(seed * 7919)
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)]
  const box: Box = openBox({ seed, folder, behaviour: randomBehaviour(random) })
  const { server } = box
  const typed: Typed[] = []
  const createdNames: string[] = []
  const deletedHere = new Set<RecordId>()
  const removedThere = new Set<string>()
  /** On every other day nothing is deleted there and no ids are compared: the polls alone have to bring everything. */
  const pollsAlone = seed % 2 === 0
  let counter = 0
  let faultRate = 0

  for (let index = 0; index < 20; index += 1)
    server.put(
      'contact',
      { name: `Person ${index}`, title: `title ${index}`, mystery: { keep: [index, null] } },
      box.world.now() - 86_400_000 + index * 250,
    )
  server.fault = () => (random() < faultRate ? randomFault(random) : null)

  const known = (): readonly RecordId[] => [
    ...server.records('contact').flatMap(({ id }) => findRecordId(box.db(), connection.id, 'contact', String(id)) ?? []),
    ...typed.map(({ record }) => record).filter((id) => id.startsWith('new_')),
  ]

  const actions = {
    async pull() {
      await box.run((sync) =>
        sync.run({
          connection: null,
          objects: ['contact'],
          full: !pollsAlone && random() < 0.1,
          reconcile: !pollsAlone && random() < 0.2,
          patience: 'command',
        }),
      )
    },
    async push() {
      await box.run((sync) => sync.push({ connection: null, ids: null, patience: 'command' }))
    },
    edit() {
      const record = pick(known())
      const view = record && getRecord(box.db(), connection.id, 'contact', record)
      const field = pick(fields)
      if (!record || !view || !field || deletedHere.has(record)) return
      const value = `mine ${(counter += 1)}`
      for (const other of typed) if (other.record === record && other.field === field) other.replaced = true
      typed.push({ record, field, value, saw: view.document[field], replaced: false })
      saveEdit(box.db(), {
        connection: connection.id,
        object: 'contact',
        recordId: record,
        fields: [{ path: field as FieldPath, value }],
        batch: null,
        now: box.world.now(),
      })
    },
    create() {
      const name = `created ${(counter += 1)}`
      createdNames.push(name)
      const record = parseRecordId(`new_${seed}x${counter}`)
      saveCreate(box.db(), { connection: connection.id, object: 'contact', data: { name }, batch: null, now: box.world.now(), recordId: record })
      typed.push({ record, field: 'name', value: name, saw: undefined, replaced: false })
    },
    remove() {
      const record = pick(known())
      if (!record || deletedHere.has(record) || !getRecord(box.db(), connection.id, 'contact', record)) return
      deletedHere.add(record)
      for (const each of typed) if (each.record === record) each.replaced = true
      saveDelete(box.db(), { connection: connection.id, object: 'contact', recordId: record, batch: null, now: box.world.now() })
    },
    colleagueEdits() {
      const record = pick(server.records('contact'))
      const field = pick(fields)
      if (record && field) server.put('contact', { ...record, [field]: `theirs ${(counter += 1)}` })
    },
    colleagueCreates() {
      server.put('contact', { name: `colleague’s ${(counter += 1)}`, mystery: counter })
    },
    colleagueDeletes() {
      const record = pick(server.records('contact'))
      if (!record || pollsAlone) return
      removedThere.add(String(record['id']))
      server.remove('contact', String(record['id']))
    },
    weather() {
      faultRate = pick([0, 0, 0.1, 0.3]) ?? 0
    },
    willDie() {
      box.dieAt(1 + Math.floor(random() * 8), random() < 0.5 ? 'before' : 'after')
    },
    dies() {
      box.restart()
    },
    async time() {
      await box.world.pass(random() * 600_000)
    },
  }
  const deck = [
    ...Array<keyof typeof actions>(6).fill('edit'),
    ...Array<keyof typeof actions>(5).fill('pull'),
    ...Array<keyof typeof actions>(5).fill('push'),
    ...Array<keyof typeof actions>(4).fill('colleagueEdits'),
    'create',
    'create',
    'remove',
    'colleagueCreates',
    'colleagueDeletes',
    'weather',
    'willDie',
    'dies',
    'time',
  ] as const

  /** What the rep saw when they typed it; where that was an edit of their own, what that one stood on as well. */
  const stoodOn = (edit: Typed): readonly unknown[] => {
    const own = typed.find(({ record, field, value }) => record === edit.record && field === edit.field && value === edit.saw)
    return own ? [edit.saw, ...stoodOn(own)] : [edit.saw]
  }

  return {
    box,
    async step() {
      await actions[pick(deck) ?? 'time']()
    },

    /** The network works, nobody writes any more, and enough time passes for whatever was lost to be looked for. */
    async quieten() {
      server.fault = () => null
      box.restart()
      for (let round = 0; round < 6; round += 1) {
        await actions.push()
        await box.world.pass(180_000)
        await box.run((sync) => sync.run({ connection: null, objects: ['contact'], full: false, reconcile: !pollsAlone, patience: 'command' }))
      }
    },

    check() {
      const db = box.db()
      const open = listChanges(db, { connection: connection.id, states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] })
      // An edit of a record whose create waits for a person waits with it.
      const stuck = new Set(
        open.filter(({ kind, state }) => kind === 'create' && (state === 'conflict' || state === 'rejected')).map(({ recordId }) => recordId),
      )
      const onTheirWay = open.filter(({ state, recordId }) => state !== 'conflict' && state !== 'rejected' && !stuck.has(recordId))
      expect(onTheirWay, 'something is still on its way').toEqual([])

      for (const { record, field, value, replaced } of typed) {
        const arrived = server.effects.some(({ after }) => after?.[field] === value)
        const shown = open.some((change) => change.recordId === record && change.fields.some((each) => each.path === field && each.new === value))
        expect(arrived || shown || replaced || deletedHere.has(record), `lost: ${record} ${field} = ${value}`).toBe(true)
      }

      for (const { kind, id, before, after } of server.effects) {
        if (kind !== 'replace' || !before || !after) continue
        for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
          if (key === 'updated_at' || canonicalJson(before[key]) === canonicalJson(after[key])) continue
          const edit = typed.find(({ field, value }) => field === key && value === after[key])
          expect(
            edit && stoodOn(edit).includes(before[key]),
            `clobbered: ${id} ${key} from ${JSON.stringify(before[key])} to ${JSON.stringify(after[key])}`,
          ).toBe(true)
        }
      }

      for (const name of createdNames) {
        // One that a colleague deleted before it was looked for can't be told from one that never arrived.
        const times = server.effects.filter(({ kind, id, after }) => kind === 'create' && after?.['name'] === name && !removedThere.has(id)).length
        expect(times, `created ${times} times: ${name}`).toBeLessThanOrEqual(1)
      }

      const dirty = new Set(open.map(({ recordId }) => recordId))
      for (const document of server.records('contact')) {
        const view = getRecord(db, connection.id, 'contact', String(document['id']))
        const record = findRecordId(db, connection.id, 'contact', String(document['id']))
        expect(view?.base ?? (record === null ? 'not in the mirror' : null), `record ${String(document['id'])}`).toEqual(document)
      }
      if (dirty.size === 0) expect(recordCount(db, connection.id, 'contact').records).toBe(server.records('contact').length)
    },
  }
}

function randomBehaviour(random: () => number): Partial<Behaviour> {
  const some = (chance: number): boolean => random() < chance
  return {
    wholeSeconds: some(0.5),
    unstableTies: some(0.2),
    ignores: some(0.15) ? ['sort'] : some(0.1) ? ['updated_gte'] : some(0.1) ? ['fields'] : [],
    listLagMs: some(0.2) ? 5_000 : 0,
    skewMs: some(0.2) ? (random() - 0.5) * 7_200_000 : 0,
    thinAnswers: some(0.2),
  }
}

function randomFault(random: () => number): Fault {
  const after = random() < 0.5
  const roll = random()
  if (roll < 0.2) return { kind: 'refused-connection' }
  if (roll < 0.5) return { kind: 'reset', after }
  if (roll < 0.7) return { kind: 'status', status: 503, after }
  if (roll < 0.85) return { kind: 'status', status: 429, after: false, retryAfter: '3' }
  return { kind: 'status', status: 500, after }
}
