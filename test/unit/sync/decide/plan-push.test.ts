/** What is sent, asked and left alone, given the record as the CRM holds it at that moment. */
import { test as property, fc } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import type { FieldPath } from '../../../../src/shared/model/field-path'
import type { Json, JsonObject } from '../../../../src/shared/model/json'
import type { PatchField } from '../../../../src/shared/sync/merge-field'
import { mergeRecord } from '../../../../src/main/sync/decide/merge'
import { findCreated, isThinAnswer, planDelete, planUpdate } from '../../../../src/main/sync/decide/plan-push'

const field = (path: string, base: Json, value: Json): PatchField => ({ path: path as FieldPath, base, value })
const ada = { id: '1', name: 'Ada', title: 'CTO', company_ids: ['7'], mystery: { kept: [1, null] }, updated_at: '2026-01-01T00:00:00Z' }

describe('planUpdate', () => {
  test('the whole record goes back with one field changed and every unknown field as it came', () => {
    expect(planUpdate({ object: 'contact', fields: [field('title', 'CTO', 'CEO')], theirs: ada, seen: ada })).toEqual({
      kind: 'send',
      document: { ...ada, title: 'CEO' },
    })
  })

  test('what a colleague changed elsewhere in the record goes back as the colleague left it', () => {
    const theirs = { ...ada, department: 'R&D', company_ids: ['7', '8'] }
    const step = planUpdate({ object: 'contact', fields: [field('title', 'CTO', 'CEO'), field('company_ids', ['7'], ['7', '9'])], theirs, seen: ada })
    expect(step).toEqual({ kind: 'send', document: { ...theirs, title: 'CEO', company_ids: ['7', '8', '9'] } })
  })

  test('a field that both changed is asked about, with all three values and what was merged beside it', () => {
    const theirs = { ...ada, title: 'CFO', department: 'R&D' }
    expect(planUpdate({ object: 'contact', fields: [field('title', 'CTO', 'CEO')], theirs, seen: ada })).toEqual({
      kind: 'ask',
      conflicts: [{ path: 'title', base: 'CTO', mine: 'CEO', theirs: 'CFO' }],
      merged: ['department'],
    })
  })

  test('a value that is there already is not sent again', () => {
    expect(planUpdate({ object: 'contact', fields: [field('title', 'CTO', 'CEO')], theirs: { ...ada, title: 'CEO' }, seen: ada })).toEqual({
      kind: 'already-there',
    })
  })

  test('a record that is gone is asked about', () => {
    expect(planUpdate({ object: 'contact', fields: [field('title', 'CTO', 'CEO')], theirs: null, seen: ada })).toEqual({
      kind: 'ask-about-record',
      conflict: 'deleted-remotely',
    })
  })

  test.each<[string, Json, Json | undefined]>([
    ['title', 'CTO', ''],
    ['company_ids', ['7'], []],
    ['user_id', 'u', ''],
    ['emails', [{ email: 'a@x.org' }], []],
  ])('a cleared %s is said, since some CRMs keep what is left out', (path, base, sent) => {
    const step = planUpdate({ object: 'contact', fields: [field(path, base, null)], theirs: { ...ada, [path]: base }, seen: null })
    expect(step.kind === 'send' && step.document[path]).toEqual(sent)
  })

  test('a cleared number is left out', () => {
    const step = planUpdate({ object: 'deal', fields: [field('probability', 50, null)], theirs: { id: '1', probability: 50, name: 'D' }, seen: null })
    expect(step).toEqual({ kind: 'send', document: { id: '1', name: 'D' } })
  })

  test('a custom field keeps what else its entry says', () => {
    const metadata = [
      { id: 'd1', slug: 'tier', value: 'gold', format: 'TEXT' },
      { slug: 'other', value: 1 },
    ]
    const step = planUpdate({ object: 'contact', fields: [field('metadata.tier', 'gold', 'silver')], theirs: { ...ada, metadata }, seen: null })
    expect(step.kind === 'send' && step.document['metadata']).toEqual([
      { id: 'd1', slug: 'tier', value: 'silver', format: 'TEXT' },
      { slug: 'other', value: 1 },
    ])
  })
})

describe('mergeRecord', () => {
  const paths = ['title', 'department', 'company', 'company_ids', 'address.city']
  const valueFor = (path: string): fc.Arbitrary<Json> =>
    path === 'company_ids' ? fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 3 }) : fc.constantFrom('a', 'b', '', 'c')
  const patch = fc
    .uniqueArray(fc.constantFrom(...paths), { maxLength: 4 })
    .chain((chosen) =>
      fc.tuple(...chosen.map((path) => fc.record({ path: fc.constant(path as FieldPath), base: valueFor(path), value: valueFor(path) }))),
    )
  const record: fc.Arbitrary<JsonObject> = fc.record({
    title: valueFor('title'),
    department: valueFor('department'),
    company: valueFor('company'),
    company_ids: valueFor('company_ids'),
    mystery: fc.integer(),
  })

  property.prop([record])('with no edits of mine, the result is theirs', (theirs) => {
    expect(mergeRecord({ object: 'contact', fields: [], theirs, seen: null })).toEqual({ document: theirs, conflicts: [], pending: [], merged: [] })
  })

  property.prop([patch, record])('every edit is in the result or in a conflict, and what was not edited is as theirs', (fields, theirs) => {
    const { document, conflicts, pending } = mergeRecord({ object: 'contact', fields, theirs, seen: null })
    const touched = new Set(pending.map(({ path }) => path.split('.')[0]))
    for (const key of Object.keys(theirs)) if (!touched.has(key)) expect(document[key]).toEqual(theirs[key])
    const again = mergeRecord({
      object: 'contact',
      fields: fields.filter(({ path }) => !conflicts.some((conflict) => conflict.path === path)),
      theirs: document,
      seen: null,
    })
    expect([again.conflicts, again.pending]).toEqual([[], []])
  })
})

describe('planDelete', () => {
  test('goes when the record is as the rep saw it, whatever its stamp says', () => {
    expect(planDelete({ object: 'contact', theirs: { ...ada, updated_at: '2026-02-02T00:00:00Z' }, seen: ada })).toEqual({ kind: 'send' })
  })
  test('asks when somebody changed it since', () => {
    expect(planDelete({ object: 'contact', theirs: { ...ada, title: 'CEO' }, seen: ada })).toEqual({ kind: 'ask', conflict: 'changed-since-delete' })
  })
  test('is done when it is gone', () => {
    expect(planDelete({ object: 'contact', theirs: null, seen: ada })).toEqual({ kind: 'already-gone' })
  })
})

describe('findCreated', () => {
  const sent = { name: 'Grace Hopper', emails: [{ email: 'grace@navy.mil' }], address: { city: 'NY' } }
  const candidate = (document: JsonObject): { document: JsonObject } => ({ document })
  test('the one record that holds all that was sent is the one', () => {
    const same = candidate({ id: '9', ...sent, address: { city: 'NY', country: 'US' }, title: '' })
    expect(findCreated('contact', sent, [candidate({ id: '8', name: 'Ada' }), same])).toEqual({ kind: 'found', candidate: same })
  })
  test('two that hold it are for a person to tell apart', () => {
    expect(findCreated('contact', sent, [candidate(sent), candidate(sent)])).toMatchObject({
      kind: 'unclear',
      candidates: [candidate(sent), candidate(sent)],
    })
  })
  test('one with the same e-mail that the CRM rewrote otherwise is not taken for absent', () => {
    expect(findCreated('contact', sent, [candidate({ name: 'G. Hopper', emails: [{ email: 'Grace@Navy.mil' }] })])).toMatchObject({
      kind: 'unclear',
      candidates: [{ document: { name: 'G. Hopper' } }],
    })
  })
  test('others are no reason to hold back', () => {
    expect(findCreated('contact', sent, [candidate({ name: 'Ada' })])).toEqual({ kind: 'none' })
  })
})

test('an answer that lacks something that was sent is too thin to be believed', () => {
  expect([isThinAnswer({ name: 'A', title: '' }, { id: '1', name: 'a' }), isThinAnswer({ name: 'A' }, { id: '1' })]).toEqual([false, true])
})
