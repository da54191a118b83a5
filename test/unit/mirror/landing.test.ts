/** A batch of many edits counts as one: half of it is never pushed, and never stays. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  beginLanding,
  beginTakingBack,
  findLanding,
  finishLanding,
  forgetOldLandings,
  type Landing,
  landSlice,
  openLandings,
  releaseSlice,
  takeBackSlice,
} from '../../../src/main/mirror/landing'
import { indexKeys, phoneKey } from '../../../src/main/mirror/match-keys'
import { recordById, recordsByKey } from '../../../src/main/mirror/matching'
import { listChanges, pushQueue, saveCreate, saveDelete, saveEdit, undoLastEdit } from '../../../src/main/mirror/outbox'
import { listRows } from '../../../src/main/mirror/lists'
import type { FieldPath } from '../../../src/shared/model/field-path'
import { parseRecordId, type RecordId } from '../../../src/shared/model/ids'
import type { JsonObject } from '../../../src/shared/model/json'
import { connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror
beforeEach(() => {
  mirror = openTestMirror()
  mirror.pull('contact', [
    { id: '1', name: 'Ada Lovelace', title: 'Analyst', emails: [{ email: 'ada@acme.example' }], telephones: [{ telephone: '+49 (0)30 1234-567' }] },
    { id: '2', name: 'Bob Noyce', title: 'Founder' },
  ])
})
afterEach(() => mirror.close())

const begin = () => beginLanding(mirror.db, { connection, batch: 'fair.csv', now: mirror.now() })
const edit = (id: string, title: string, batch: string | null) =>
  saveEdit(mirror.db, {
    connection,
    object: 'contact',
    recordId: mirror.id('contact', id),
    fields: [{ path: 'title' as FieldPath, value: title }],
    batch,
    now: mirror.now(),
  })
const create = (id: RecordId, data: JsonObject, batch: string | null) =>
  saveCreate(mirror.db, { connection, object: 'contact', data, batch, now: mirror.now(), recordId: id })
const newId = (letter: string) => parseRecordId(`new_${letter.repeat(26)}`)
const names = () =>
  listRows(mirror.db, { connection, object: 'contact', where: [], search: '', sort: null, after: null, limit: 50 }).rows.map(({ name }) => name)
const states = () => listChanges(mirror.db, {}).map(({ kind, state }) => [kind, state])

function takeBack(landing: Landing) {
  beginTakingBack(mirror.db, landing.id)
  while (takeBackSlice(mirror.db, landing, 1, mirror.now()));
}
function finish(landing: Landing) {
  finishLanding(mirror.db, landing, mirror.now())
  for (let place: number | null = 0; place !== null;) place = releaseSlice(mirror.db, landing, place, 1)
}

describe('a landing', () => {
  test('nothing of it can be pushed before its last slice, and all of it can after', () => {
    const landing = begin()
    landSlice(mirror.db, landing, () => edit('1', 'Countess', 'fair.csv'))
    landSlice(mirror.db, landing, () => create(newId('c'), { name: 'Cleo' }, 'fair.csv'))
    expect(states()).toEqual([
      ['update', 'held'],
      ['create', 'held'],
    ])
    expect(names()).toEqual(['Ada Lovelace', 'Bob Noyce', 'Cleo'])
    finish(landing)
    expect(states()).toEqual([
      ['update', 'waiting'],
      ['create', 'waiting'],
    ])
    expect(findLanding(mirror.db, landing.id)).toMatchObject({ state: 'made' })
  })

  test('after a crash before its last slice, every slice of it is taken back', () => {
    const landing = begin()
    landSlice(mirror.db, landing, () => edit('1', 'Countess', 'fair.csv'))
    landSlice(mirror.db, landing, () => create(newId('c'), { name: 'Cleo' }, 'fair.csv'))
    landSlice(mirror.db, landing, () =>
      saveDelete(mirror.db, { connection, object: 'contact', recordId: mirror.id('contact', '2'), batch: 'fair.csv', now: mirror.now() }),
    )
    mirror = mirror.reopen()
    const [left] = openLandings(mirror.db)
    expect(left).toMatchObject({ batch: 'fair.csv', state: 'landing' })
    if (left) takeBack(left)
    expect(names()).toEqual(['Ada Lovelace', 'Bob Noyce'])
    expect(mirror.view('contact', '1')['title']).toBe('Analyst')
    expect(listChanges(mirror.db, { states: ['waiting', 'held'] })).toEqual([])
    expect(openLandings(mirror.db)).toEqual([])
  })

  test('what the rep typed into a record meanwhile is not taken back with it', () => {
    const landing = begin()
    landSlice(mirror.db, landing, () => edit('1', 'Countess', 'fair.csv'))
    edit('1', 'Enchantress of Numbers', null)
    takeBack(landing)
    expect(mirror.view('contact', '1')['title']).toBe('Enchantress of Numbers')
    expect(states()).toEqual([['update', 'waiting']])
  })

  test('an edit that the rep had made before comes back as it was', () => {
    edit('1', 'Countess', null)
    const landing = begin()
    landSlice(mirror.db, landing, () => edit('1', 'Duchess', 'fair.csv'))
    takeBack(landing)
    expect(mirror.view('contact', '1')['title']).toBe('Countess')
    expect(states()).toEqual([
      ['update', 'waiting'],
      ['update', 'discarded'],
    ])
  })

  test('undo takes the whole of it as one step, and then the edit before it', () => {
    edit('2', 'Inventor', null)
    const landing = begin()
    for (const letter of ['a', 'b', 'c']) landSlice(mirror.db, landing, () => create(newId(letter), { name: `New ${letter}` }, 'fair.csv'))
    finish(landing)
    const undone = undoLastEdit(mirror.db, connection, mirror.now())
    expect(undone?.landing).toBe(landing.id)
    takeBack(landing)
    expect(names()).toEqual(['Ada Lovelace', 'Bob Noyce'])
    expect(undoLastEdit(mirror.db, connection, mirror.now())).toMatchObject({ paths: ['title'] })
    expect(mirror.view('contact', '2')['title']).toBe('Founder')
  })

  test('a landing of thousands leaves the rep’s own steps to undo', () => {
    edit('2', 'Inventor', null)
    const landing = begin()
    for (let slice = 0; slice < 60; slice += 1) {
      landSlice(mirror.db, landing, () => {
        for (let index = 0; index < 20; index += 1) edit('1', `Title ${slice} ${index}`, 'fair.csv')
      })
    }
    finish(landing)
    expect(undoLastEdit(mirror.db, connection, mirror.now())?.landing).toBe(landing.id)
    takeBack(landing)
    expect(mirror.view('contact', '1')['title']).toBe('Analyst')
    expect(undoLastEdit(mirror.db, connection, mirror.now())).toMatchObject({ paths: ['title'] })
  })

  test('what undo no longer reaches is forgotten', () => {
    const landing = begin()
    landSlice(mirror.db, landing, () => edit('1', 'Countess', 'fair.csv'))
    finish(landing)
    forgetOldLandings(mirror.db)
    expect(findLanding(mirror.db, landing.id)).not.toBeNull()
    mirror.db.run('DELETE FROM edit_step')
    forgetOldLandings(mirror.db)
    expect(findLanding(mirror.db, landing.id)).toBeNull()
  })

  test('a pushed part of it stays when the rest is taken back', () => {
    const landing = begin()
    landSlice(mirror.db, landing, () => edit('1', 'Countess', 'fair.csv'))
    landSlice(mirror.db, landing, () => edit('2', 'Inventor', 'fair.csv'))
    finish(landing)
    mirror.db.run(`UPDATE change SET state = 'pushed', first_sent_at = 1 WHERE record_id = ?`, mirror.id('contact', '1'))
    takeBack(landing)
    expect(mirror.view('contact', '2')['title']).toBe('Founder')
    expect(states()).toEqual([
      ['update', 'pushed'],
      ['update', 'discarded'],
    ])
  })

  test('while it lands, the rep’s own edits can be pushed', () => {
    const landing = begin()
    landSlice(mirror.db, landing, () => edit('1', 'Countess', 'fair.csv'))
    edit('2', 'Inventor', null)
    const queue = pushQueue(mirror.db, connection, null)
    expect(queue.map(({ change }) => change.fields.map((field) => field.new))).toEqual([['Inventor']])
  })
})

describe('keys', () => {
  const found = (kind: 'email' | 'phone' | 'name' | 'domain', text: string, object: 'contact' | 'company' = 'contact') => {
    while (indexKeys(mirror.db, 1));
    return recordsByKey(mirror.db, connection, object, kind, text).map(({ name }) => name)
  }

  test.each([
    ['email', ' ADA@acme.example'],
    ['phone', '030 1234 567'],
    ['phone', '0049 30 1234567'],
    ['name', 'lovelace,  ADA'],
    ['name', 'Ada Lovelace'],
  ] as const)('a record is found by its %s, however it is written: %s', (kind, text) => {
    expect(found(kind, text)).toEqual(['Ada Lovelace'])
  })

  test('a company is found by its domain, by its website and without its legal form', () => {
    mirror.pull('company', [{ id: 'k', name: 'Żółty Most Sp. z o.o.', domains: ['zoltymost.example'], websites: ['https://www.most.example/pl'] }])
    for (const text of ['zoltymost.example', 'https://www.zoltymost.example/', 'ewa@zoltymost.example', 'most.example']) {
      expect(found('domain', text, 'company')).toEqual(['Żółty Most Sp. z o.o.'])
    }
    expect(found('name', 'Zolty Most', 'company')).toEqual(['Żółty Most Sp. z o.o.'])
  })

  test('keys follow every edit, and go with the record', () => {
    mirror.edit('contact', '1', { emails: [{ email: 'countess@acme.example' }] })
    expect(found('email', 'ada@acme.example')).toEqual([])
    expect(found('email', 'countess@acme.example')).toEqual(['Ada Lovelace'])
    saveDelete(mirror.db, { connection, object: 'contact', recordId: mirror.id('contact', '1'), batch: null, now: mirror.now() })
    expect(found('email', 'countess@acme.example')).toEqual([])
    expect(recordById(mirror.db, connection, 'contact', '1')).toBeNull()
  })

  test('extensions and words tell nobody apart', () => {
    expect(phoneKey('ext. 12')).toBeNull()
    expect(found('email', '')).toEqual([])
    expect(found('domain', 'no domain', 'company')).toEqual([])
  })
})
