import { describe, expect, test } from 'vitest'
import type { ChangeId, ConnectionId, Instant, RecordId } from '../../../src/shared/model/ids'
import type { Change, ChangedField } from '../../../src/shared/sync/change'
import {
  goingFields,
  groupChanges,
  placesOf,
  planOf,
  tickedChanges,
  toggleField,
  toggleTick,
  type UntickedFields,
} from '../../../src/renderer/screens/changes/change-groups'
import { sectionsOf } from '../../../src/renderer/screens/changes/review-sections'
import {
  decide,
  decideOwn,
  decisionsToSend,
  isDecided,
  keptDecisions,
  ownBeside,
  questionsOf,
  resultOf,
  sideOf,
} from '../../../src/renderer/screens/conflict/decisions'

const change = (id: string, more: Partial<Change> = {}): Change => ({
  id: id as ChangeId,
  connection: 'c' as ConnectionId,
  object: 'deal',
  recordId: `r_${id}` as RecordId,
  remoteId: null,
  name: id,
  kind: 'update',
  state: 'waiting',
  fields: [],
  error: null,
  recordConflict: null,
  merged: [],
  rewritten: [],
  candidates: [],
  blocked: null,
  decided: false,
  needs: [],
  batch: null,
  approved: false,
  createdAt: Number(id) as Instant,
  updatedAt: Number(id) as Instant,
  ...more,
})
const id = (text: string): ChangeId => text as ChangeId

describe('the review', () => {
  test('what needs the rep is apart from what waits, newest first', () => {
    const groups = groupChanges([change('1'), change('9', { state: 'rejected' }), change('10'), change('2', { state: 'conflict' })])
    expect([groups.get('needs-you')?.map((each) => each.id), groups.get('waiting')?.map((each) => each.id)]).toEqual([
      ['9', '2'],
      ['10', '1'],
    ])
  })
  test('during a push a change stays where it was, whatever becomes of it', () => {
    const before = [change('1'), change('2')]
    const after = [change('1', { state: 'pushed' }), change('2', { state: 'rejected' })]
    expect(
      groupChanges(after, placesOf(before))
        .get('waiting')
        ?.map(({ state }) => state),
    ).toEqual(['rejected', 'pushed'])
  })
  test('ticking a change ticks the new record it hangs on, and unticking that record unticks it', () => {
    const all = [change('1', { kind: 'create' }), change('2', { needs: [id('1')] }), change('3')]
    const off = toggleTick(all, new Set(), id('1'))
    expect([[...off.unticked], off.along]).toEqual([['1', '2'], ['2']])
    const on = toggleTick(all, off.unticked, id('2'))
    expect([[...on.unticked], on.along]).toEqual([[], ['1']])
  })
  test('only what waits can be ticked, and the plan counts its deletions', () => {
    const all = [change('1', { kind: 'delete' }), change('2', { state: 'held' }), change('3'), change('4')]
    expect(planOf(tickedChanges(all, new Set([id('4')])))).toEqual({ count: 2, deletions: 1, connections: ['c'] })
  })
})

describe('a conflict', () => {
  const field = (path: string, base: string | number, mine: string | number, theirs: string | number): ChangedField => ({
    path,
    old: base,
    new: mine,
    conflict: { base, mine, theirs, decided: null },
  })
  const disputed = change('1', {
    fields: [
      field('amount', 1, 2, 3),
      field('source', 'a', 'b', 'c'),
      field('currency', 'EUR', 'USD', 'GBP'),
      { path: 'tags', old: null, new: ['x'], conflict: null },
    ],
  })
  const questions = questionsOf(disputed)
  const [stage, source] = questions

  test('amount and currency are one question, and what is not in dispute is none', () => {
    expect(questions.map(({ fields }) => fields.map(({ path }) => path))).toEqual([['amount', 'currency'], ['source']])
  })
  test('one side is taken for the whole question', () => {
    if (!stage) throw new Error('no question')
    const decisions = decide(new Map(), stage, 'theirs')
    expect([stage.fields.map((each) => resultOf(each, decisions)?.value), sideOf(decisions, stage)]).toEqual([[3, 'GBP'], 'theirs'])
  })
  test('an own amount keeps the currency that was chosen with it', () => {
    if (!stage) throw new Error('no question')
    const decisions = decideOwn(decide(new Map(), stage, 'theirs'), stage, 'amount', 7)
    expect([stage.fields.map((each) => resultOf(each, decisions)?.value), sideOf(decisions, stage)]).toEqual([[7, 'GBP'], 'value'])
  })
  test('what is decided so far goes, what is open stays out', () => {
    if (!source) throw new Error('no question')
    const decisions = decide(new Map(), source, 'mine')
    expect([decisionsToSend(decisions, questions), isDecided(decisions, source)]).toEqual([[{ path: 'source', decision: { take: 'mine' } }], true])
  })
  test('what only the rep changed of the record goes without an answer, and is told', () => {
    const rest = (of: string, more: Partial<Change>) =>
      change(of, { recordId: disputed.recordId, fields: [{ path: `field_${of}`, old: null, new: 'x', conflict: null }], ...more })
    const open = [disputed, rest('2', {}), rest('3', { state: 'held' }), rest('4', { recordId: 'r_other' as RecordId })]
    expect(ownBeside(disputed, open)).toEqual(['field_2'])
  })
  test('a choice kept from an earlier visit is there again', () => {
    const kept = change('1', {
      fields: [{ path: 'source', old: 'a', new: 'b', conflict: { base: 'a', mine: 'b', theirs: 'c', decided: { take: 'value', value: 'd' } } }],
    })
    expect([...keptDecisions(questionsOf(kept))]).toEqual([['source', { take: 'value', value: 'd' }]])
  })
})

describe('the arrangements of the review', () => {
  const all = [
    change('1', { batch: 'Fair' }),
    change('2', { object: 'contact', state: 'conflict' }),
    change('3', { batch: 'Fair', state: 'rejected' }),
    change('4', { state: 'pushed' }),
  ]
  const shape = (by: Parameters<typeof sectionsOf>[1]) =>
    sectionsOf(all, by, new Map()).map(({ id: name, changes }) => [name, changes.map((each) => each.id)])

  test('by state: what needs the rep, what waits, and what is settled at the end', () => {
    expect(shape('state')).toEqual([
      ['state needs-you', ['3', '2']],
      ['state waiting', ['1']],
      ['state pushed', ['4']],
    ])
  })
  test('by batch: the named ones first, each with what needs the rep at its head', () => {
    expect(shape('batch')).toEqual([
      ['batch Fair', ['3', '1']],
      ['batch ', ['2']],
      ['state pushed', ['4']],
    ])
  })
  test('by kind of record, and by day: every open change exactly once', () => {
    expect(shape('object')).toEqual([
      ['object contact', ['2']],
      ['object deal', ['3', '1']],
      ['state pushed', ['4']],
    ])
    expect(shape('time').flatMap(([, ids]) => ids)).toHaveLength(4)
  })
})

describe('the fields of a change', () => {
  const field = (path: string): ChangedField => ({ path, old: null, new: 'x', conflict: null })
  const deal = change('1', { fields: ['stages', 'amount', 'source'].map(field) })

  test('an unticked one stays behind and the others go; ticked again, the change goes whole', () => {
    const off = toggleField(new Map(), deal, 'source')
    expect(goingFields(deal, off)).toEqual(['stages', 'amount'])
    expect(goingFields(deal, toggleField(off, deal, 'source'))).toBeNull()
  })
  test('stage and amount are decided as one: unticking one unticks the other', () => {
    expect(goingFields(deal, toggleField(new Map(), deal, 'amount'))).toEqual(['source'])
  })
  test('a change of which nothing goes is not ticked', () => {
    const none = ['source', 'amount'].reduce((unticked, path) => toggleField(unticked, deal, path), new Map() as UntickedFields)
    expect(tickedChanges([deal], new Set(), none)).toEqual([])
  })
})
