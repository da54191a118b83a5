import { expect, test } from 'vitest'
import { conditionOfCell } from '../../../src/renderer/screens/list/cell-filter'
import { checkFilter } from '../../../src/shared/model/filter'
import type { Json } from '../../../src/shared/model/json'
import type { ObjectType } from '../../../src/shared/model/object-type'

const users = (name: string) => (name === 'Ana' ? 'u1' : null)

test('a cell becomes the condition that holds of its row, of a form that lists take', () => {
  const cells: readonly (readonly [ObjectType, string, Json | undefined, object])[] = [
    ['contact', 'title', 'CEO', { op: 'is', value: 'CEO' }],
    ['contact', 'emails', ['a@b.c', 'd@e.f'], { op: 'is', value: 'a@b.c' }],
    ['contact', 'telephones', ['+49 30 1'], { op: 'is', value: '+49 30 1' }],
    ['contact', 'user_id', ['Ana'], { op: 'any-of', value: ['u1'] }],
    ['contact', 'title', undefined, { op: 'empty', value: null }],
    ['deal', 'stages', 'Offer', { op: 'any-of', value: ['Offer'] }],
    ['deal', 'amount', 100, { op: 'is', value: 100 }],
    ['deal', 'closing_at', '2026-12-18T00:00:00Z', { op: 'on', value: '2026-12-18' }],
    ['deal', 'tags', ['vip', 'eu'], { op: 'has-any', value: ['vip'] }],
    ['company', 'is_active', false, { op: 'no', value: null }],
    ['event', 'type', 'CALL', { op: 'any-of', value: ['CALL'] }],
  ]
  for (const [object, path, value, expected] of cells) {
    const condition = conditionOfCell(object, path, value, users)
    expect(condition).toEqual({ field: path, ...expected })
    if (condition) expect(() => checkFilter(object, condition)).not.toThrow()
  }
})

test('what no condition can say is none', () => {
  expect(conditionOfCell('contact', 'user_id', 'Nobody we know', users)).toBeNull()
  expect(conditionOfCell('contact', 'last_activity', '2026-01-01T00:00:00Z', users)).toBeNull()
  expect(conditionOfCell('deal', 'company', 'Acme', users)).toBeNull()
})
