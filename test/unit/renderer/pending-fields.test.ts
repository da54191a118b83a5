import { expect, test } from 'vitest'
import { pendingFields } from '../../../src/renderer/screens/list/pending-fields'
import { parseRecordId } from '../../../src/shared/model/ids'
import type { Change } from '../../../src/shared/sync/change'

const change = (recordId: string, fields: readonly (readonly [string, string | null, string | null])[], kind: Change['kind'] = 'update') =>
  ({ recordId, kind, fields: fields.map(([path, old, next]) => ({ path, old, new: next, conflict: null })) }) as unknown as Change

test('a cell shows the fields it is made of, as they were before the first change and as the last one left them', () => {
  const changes = [
    change('r1', [
      ['first_name', 'Ann', 'Anna'],
      ['title', null, 'CEO'],
    ]),
    change('r2', [['first_name', 'x', 'y']]),
    change('r1', [['first_name', 'Anna', 'Hanna']]),
    change('r1', [['first_name', null, 'made here']], 'create'),
  ]
  expect(pendingFields(changes, parseRecordId('r1'), { path: 'name', from: ['first_name', 'last_name'] })).toEqual([
    { path: 'first_name', old: 'Ann', new: 'Hanna' },
  ])
  expect(pendingFields(changes, parseRecordId('r1'), { path: 'title', from: [] })).toEqual([{ path: 'title', old: null, new: 'CEO' }])
  expect(pendingFields(changes, parseRecordId('r1'), { path: 'amount', from: [] })).toEqual([])
})
