import { expect, test } from 'vitest'
import { loggedActivities } from '../../../src/renderer/frame/quick-log/logged-activities'
import { parseQuickLog } from '../../../src/renderer/frame/quick-log/parse-quick-log'
import { instant, parseConnectionId, parseRecordId, parseRemoteId } from '../../../src/shared/model/ids'

test('a line becomes what was done, and the task that follows, both about its record', () => {
  const now = new Date(2026, 10, 24, 15, 30)
  const about = {
    connection: parseConnectionId('c1'),
    object: 'deal' as const,
    id: parseRecordId('r1'),
    remoteId: parseRemoteId('d9'),
    name: 'Acme renewal',
  }
  const log = parseQuickLog('call acme renewal 12m: left voicemail, try tue', now)
  expect(loggedActivities(log, { about, me: 'u1', now: instant(now.getTime()) })).toEqual([
    {
      type: 'CALL',
      call: { description: 'left voicemail', duration: 12, start_at: new Date(2026, 10, 24, 15, 18).toISOString() },
      user_id: 'u1',
      deal_ids: ['d9'],
    },
    { type: 'TASK', task: { name: 'Try Acme renewal', due_at: new Date(2026, 11, 1, 9).toISOString() }, user_id: 'u1', deal_ids: ['d9'] },
  ])
})
