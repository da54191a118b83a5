/**
 * The three-way merge of one field. Pinned here: one-sided edits go through unchanged, sets lose nothing on either side,
 * equality is what a person would call equal, and units are decided as one.
 */
import { test as property, fc } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import type { FieldKind } from '../../../src/shared/model/fields'
import type { FieldPath } from '../../../src/shared/model/field-path'
import type { Json } from '../../../src/shared/model/json'
import { compareWithRemote, mergeField, overlay, type PatchField, sameValue } from '../../../src/shared/sync/merge-field'

const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const email = fc.record({ email: fc.constantFrom('a@x.org', 'B@x.org', 'b@x.org', 'c@x.org'), type: fc.constantFrom('WORK', 'HOME') })
const phone = fc.record({ telephone: fc.constantFrom('+1 (555) 01', '1555 01', '555-02', '03') })
const valueOf: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  text: fc.oneof(word, fc.constant(''), fc.constant(null)),
  number: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(null)),
  'date-time': fc.constantFrom('2026-01-01T10:00:00Z', '2026-01-01T11:00:00+01:00', '2026-02-01T00:00:00Z', null),
  relations: fc.array(word, { maxLength: 4 }),
  texts: fc.array(word, { maxLength: 4 }),
  emails: fc.array(email, { maxLength: 4 }),
  phones: fc.array(phone, { maxLength: 4 }),
  stages: fc.array(fc.record({ id: word }), { maxLength: 1 }),
}
const kinds = Object.keys(valueOf) as FieldKind[]
const sides = (count: number) =>
  fc
    .constantFrom(...kinds)
    .chain((kind) => fc.tuple(fc.constant(kind), fc.array(valueOf[kind] ?? fc.constant(null), { minLength: count, maxLength: count })))
const field = (path: string, base: Json, value: Json): PatchField => ({ path: path as FieldPath, base, value })

describe('mergeField', () => {
  property.prop([sides(2)])('both moved to the same value: that value', ([kind, [base = null, x = null]]) => {
    const merge = mergeField(kind, { base, mine: x, theirs: x })
    expect(merge.kind === 'merged' && sameValue(kind, merge.value, x)).toBe(true)
  })

  property.prop([sides(2)])('only the CRM moved: its value, as it wrote it', ([kind, [base = null, theirs = null]]) => {
    expect(mergeField(kind, { base, mine: base, theirs })).toEqual({ kind: 'merged', value: theirs })
  })

  property.prop([sides(2)])('only the rep moved: the rep’s value', ([kind, [base = null, mine = null]]) => {
    const merge = mergeField(kind, { base, mine, theirs: base })
    expect(merge.kind === 'merged' && sameValue(kind, merge.value, mine)).toBe(true)
  })

  property.prop([
    fc
      .constantFrom('relations', 'texts', 'emails', 'phones')
      .chain((kind) => fc.tuple(fc.constant(kind as FieldKind), fc.array(valueOf[kind] ?? fc.constant([]), { minLength: 3, maxLength: 3 }))),
  ])('a set merges to the same set whichever side is called mine', ([kind, [base = [], mine = [], theirs = []]]) => {
    const [one, other] = [mergeField(kind, { base, mine, theirs }), mergeField(kind, { base, mine: theirs, theirs: mine })]
    expect(one.kind).toBe(other.kind)
    if (one.kind === 'merged' && other.kind === 'merged') expect(keys(kind, one.value)).toEqual(keys(kind, other.value))
  })

  property.prop([
    fc
      .constantFrom('relations', 'texts', 'emails', 'phones')
      .chain((kind) => fc.tuple(fc.constant(kind as FieldKind), fc.array(valueOf[kind] ?? fc.constant([]), { minLength: 3, maxLength: 3 }))),
  ])(
    'what the rep added is there, what they removed is gone, and nothing that a colleague added is lost',
    ([kind, [base = [], mine = [], theirs = []]]) => {
      const merge = mergeField(kind, { base, mine, theirs })
      if (merge.kind === 'conflict') return
      const [was, my, their, result] = [base, mine, theirs, merge.value].map((list) => keys(kind, list))
      for (const key of [...(my ?? []), ...(their ?? [])]) if (!was?.includes(key)) expect(result).toContain(key)
      for (const key of was ?? []) if (!my?.includes(key) || !their?.includes(key)) expect(result).not.toContain(key)
    },
  )

  property.prop([sides(3)])('merging the result again changes nothing', ([kind, [base = null, mine = null, theirs = null]]) => {
    const merge = mergeField(kind, { base, mine, theirs })
    if (merge.kind === 'conflict') return
    const again = mergeField(kind, { base: theirs, mine: merge.value, theirs: merge.value })
    expect(again.kind === 'merged' && sameValue(kind, again.value, merge.value)).toBe(true)
  })

  test('two different new texts are a conflict, and so are two different stages', () => {
    expect(mergeField('text', { base: 'CTO', mine: 'CEO', theirs: 'CFO' })).toEqual({ kind: 'conflict' })
    expect(mergeField('stages', { base: [{ id: '1' }], mine: [{ id: '2' }], theirs: [{ id: '3' }] })).toEqual({ kind: 'conflict' })
  })

  test('an e-mail that the rep made the main one comes first, with the one that a colleague added kept', () => {
    const [a, b, c] = [{ email: 'a@x.org' }, { email: 'b@x.org' }, { email: 'c@x.org' }]
    expect(mergeField('emails', { base: [a, b], mine: [b, a], theirs: [a, b, c] })).toEqual({ kind: 'merged', value: [b, a, c] })
  })

  test('an address that the rep relabelled and a colleague removed is for a person to decide', () => {
    const sides = { base: [{ email: 'a@x.org', type: 'WORK' }], mine: [{ email: 'a@x.org', type: 'HOME' }], theirs: [] }
    expect(mergeField('emails', sides)).toEqual({ kind: 'conflict' })
  })

  test('a custom field that holds a list merges as a set', () => {
    expect(mergeField('text', { base: ['x'], mine: ['x', 'y'], theirs: ['z'] })).toEqual({ kind: 'merged', value: ['z', 'y'] })
  })
})

describe('sameValue', () => {
  test.each<[FieldKind, Json | undefined, Json | undefined, boolean]>([
    ['text', undefined, '', true],
    ['emails', null, [], true],
    ['text', 'a', 'A', false],
    ['number', '12', 12, true],
    ['number', 0, null, false],
    ['boolean', false, undefined, false],
    ['date-time', '2026-01-01T10:00:00Z', '2026-01-01T12:00:00.000+02:00', true],
    ['emails', [{ email: 'Ada@X.org' }], [{ email: 'ada@x.org', type: 'WORK' }], true],
    ['emails', [{ email: 'a@x.org', type: 'HOME' }], [{ email: 'a@x.org', type: 'WORK' }], false],
    ['emails', [{ email: 'a@x.org' }, { email: 'b@x.org' }], [{ email: 'b@x.org' }, { email: 'a@x.org' }], false],
    ['phones', [{ telephone: '+41 44 668' }], [{ telephone: '+4144668' }], true],
    ['relations', ['1', '2'], ['2', '1'], true],
    ['stages', [{ id: '1', name: 'Won' }], [{ id: '1' }], true],
    ['url', 'HTTPS://Example.org/', 'https://example.org', true],
    ['object', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
  ])('%s: %j and %j', (kind, a, b, same) => {
    expect([sameValue(kind, a, b), sameValue(kind, b, a)]).toEqual([same, same])
  })
})

describe('overlay', () => {
  test('shows the rep’s values over the CRM’s record, lists merged, unknown fields kept', () => {
    const remote = { id: '1', title: 'CTO', deal_ids: ['1', '3'], address: { city: 'Bern', zone: 7 }, mystery: { deep: true } }
    const view = overlay('contact', remote, [field('title', 'CTO', 'CEO'), field('deal_ids', ['1'], ['1', '2']), field('address.city', 'Bern', null)])
    expect(view).toEqual({ id: '1', title: 'CEO', deal_ids: ['1', '3', '2'], address: { zone: 7 }, mystery: { deep: true } })
  })

  test('a field in dispute shows what the rep typed', () => {
    expect(overlay('contact', { title: 'CFO' }, [field('title', 'CTO', 'CEO')])).toEqual({ title: 'CEO' })
  })
})

describe('compareWithRemote', () => {
  test('tells apart what is in dispute, what is there already and what still has to go', () => {
    const [disputed, settled, pending] = [field('title', 'CTO', 'CEO'), field('department', null, 'IT'), field('company', 'Acme', 'Apex')]
    const remote = { title: 'CFO', department: 'IT', company: 'Acme' }
    expect(compareWithRemote('contact', [disputed, settled, pending], remote)).toEqual({
      disputed: [disputed],
      settled: [settled],
      pending: [pending],
    })
  })

  test('when one part of a name is in dispute, so are the others that would go', () => {
    const fields = [field('first_name', 'Ada', 'Adah'), field('last_name', 'Byron', 'King')]
    expect(compareWithRemote('contact', fields, { first_name: 'Ada', last_name: 'Lovelace' }).disputed).toEqual(fields)
  })

  test('a colleague’s new amount asks about the rep’s new stage', () => {
    const fields = [field('stages', [{ id: '1' }], [{ id: '2' }])]
    const [seen, remote] = [
      { stages: [{ id: '1' }], amount: 10 },
      { stages: [{ id: '1' }], amount: 20 },
    ]
    expect(compareWithRemote('deal', fields, remote, seen).disputed).toEqual(fields)
    expect(compareWithRemote('deal', fields, seen, seen).pending).toEqual(fields)
  })
})

function keys(kind: FieldKind, list: Json | undefined): string[] {
  const entries = Array.isArray(list) ? (list as readonly Json[]) : []
  const key = (entry: Json): string => {
    if (kind === 'emails') return (entry as { email: string }).email.toLowerCase()
    if (kind === 'phones') return (entry as { telephone: string }).telephone.replaceAll(/\D/g, '')
    return String(entry)
  }
  return [...new Set(entries.map(key))].toSorted()
}
