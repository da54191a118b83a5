/** What is written on a record becomes an activity: of its kind alone, linked to the record, named by what was typed. */
import { describe, expect, test } from 'vitest'
import { instant, type RecordId, type RemoteId } from '../../../src/shared/model/ids'
import { isBlank, toActivity, withKind, writtenKinds } from '../../../src/renderer/screens/record/activity-draft'

const view = { object: 'deal', id: 'deal-1' as RecordId, remoteId: '77' as RemoteId } as const
const now = instant(Date.UTC(2026, 10, 24, 10))
const circumstances = { view, me: 'u1', now }

describe('an activity that is being written', () => {
  test('keeps its text through every kind', () => {
    const through = writtenKinds.reduce(withKind, { type: 'NOTE', note: { description: 'Crane access first' } })
    expect(withKind(through, 'NOTE')).toMatchObject({ type: 'NOTE', note: { description: 'Crane access first' } })
  })

  test('saves the content of its own kind and nothing of the others', () => {
    const draft = { type: 'TASK', task: { description: 'Send it', priority: 'HIGH' }, meeting: { title: 'left over' } }
    expect(toActivity(draft, circumstances)).toEqual({
      type: 'TASK',
      task: { description: 'Send it', priority: 'HIGH', name: 'Send it' },
      user_id: 'u1',
      deal_ids: ['77'],
    })
  })

  test('is named by its first line, unless the rep named it', () => {
    const meeting = { type: 'MEETING', meeting: { description: 'Steering\nfive people' } }
    expect(toActivity(meeting, circumstances)['meeting']).toMatchObject({ title: 'Steering' })
    const named = { type: 'MEETING', meeting: { description: 'Steering', title: 'Kick-off' } }
    expect(toActivity(named, circumstances)['meeting']).toMatchObject({ title: 'Kick-off' })
  })

  test('a call that says no time has just happened; one that does keeps it', () => {
    expect(toActivity({ type: 'CALL', call: { description: 'x' } }, circumstances)['call']).toMatchObject({ start_at: '2026-11-24T10:00:00.000Z' })
    const earlier = { type: 'CALL', call: { description: 'x', start_at: '2026-11-20T08:00:00.000Z' } }
    expect(toActivity(earlier, circumstances)['call']).toMatchObject({ start_at: '2026-11-20T08:00:00.000Z' })
  })

  test('on a record that was never pushed it is linked by our own id, and nobody is named where nobody is known', () => {
    const local = toActivity({ type: 'NOTE', note: { description: 'x' } }, { view: { ...view, remoteId: null }, me: null, now })
    expect(local).toEqual({ type: 'NOTE', note: { description: 'x' }, deal_ids: ['deal-1'] })
  })

  test('is blank until one of the fields of its kind says something', () => {
    expect(isBlank({ type: 'CALL', note: { description: 'of another kind' } })).toBe(true)
    expect(isBlank({ type: 'CALL', call: { duration: 5 } })).toBe(false)
  })
})
