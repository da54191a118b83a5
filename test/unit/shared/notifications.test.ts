/** What a rep who looks elsewhere is told: only what is new, only what was asked for. */
import { describe, expect, test } from 'vitest'
import { createIntl } from 'react-intl'
import { noticeWords } from '../../../src/renderer/data/notice-words'
import { type MessageId, messages } from '../../../src/renderer/messages'
import { defaultNotifications, notificationKinds, NoticeWatch } from '../../../src/shared/notifications'
import { parseConnectionId } from '../../../src/shared/model/ids'
import { applySettingsPatch, defaultSettings, settingsSchema } from '../../../src/shared/settings'
import type { ConnectionStatus } from '../../../src/shared/sync/report'

const intl = createIntl({ locale: 'en', messages })
const say = (id: MessageId, values: Readonly<Record<string, string | number>>): string => intl.formatMessage({ id }, values)
const all = { conflict: true, rejected: true, signIn: true, pushed: true }
const none = { waiting: 0, held: 0, pushing: 0, rejected: 0, conflict: 0 }
const status = (part: Partial<ConnectionStatus>, id = 'c1'): ConnectionStatus => ({
  connection: parseConnectionId(id),
  name: 'Acme CRM',
  provider: 'hubspot',
  state: 'connected',
  stateSince: null,
  waitingUntil: null,
  heldBackBy: [],
  pushing: null,
  objects: {},
  changes: none,
  pushMode: 'review',
  ...part,
})

describe('a notice', () => {
  test('tells of what came since, once, and not of what was so when the app was opened', () => {
    const watch = new NoticeWatch()
    const two = status({ changes: { ...none, conflict: 2 } })
    expect(watch.take(two, all)).toEqual([])
    const more = status({ state: 'sign-in', changes: { ...none, conflict: 3, rejected: 2 } })
    expect(watch.take(more, all).map((notice) => [notice.kind, noticeWords(say, notice).title])).toEqual([
      ['conflict', '1 edit met another in Acme CRM'],
      ['rejected', 'Acme CRM refused 2 changes'],
      ['signIn', 'Acme CRM signed Satchel out'],
    ])
    expect(watch.take(more, all)).toEqual([])
    // Decided by the rep: no news.
    expect(watch.take(status({}), all)).toEqual([])
  })

  test('has a title and a sentence in the messages, whatever it is of', () => {
    const words = notificationKinds.map((kind) =>
      noticeWords((id) => `<${id}>`, { kind, connection: parseConnectionId('c1'), name: 'Acme', count: 2 }),
    )
    expect(words).toEqual(notificationKinds.map((kind) => ({ title: `<notice.${kind}>`, body: `<notice.${kind}.body>` })))
    const pushed = noticeWords(say, { kind: 'pushed', connection: parseConnectionId('c1'), name: 'Acme', count: 7 })
    expect(pushed).toEqual({ title: 'The push to Acme is done', body: '7 changes were on the way. What needs you stands under Changes.' })
  })

  test('of a push comes when it is through, and was of many', () => {
    const watch = new NoticeWatch()
    const kinds = (part: Partial<ConnectionStatus>) => watch.take(status(part), all).map(({ kind }) => kind)
    expect(kinds({ pushing: { done: 0, total: 7, leftMs: null } })).toEqual([])
    expect(kinds({ pushing: { done: 6, total: 7, leftMs: null } })).toEqual([])
    expect(kinds({})).toEqual(['pushed'])
    expect([kinds({ pushing: { done: 0, total: 2, leftMs: null } }), kinds({})]).toEqual([[], []])
  })

  test('is only what was asked for, and each connection is its own', () => {
    const watch = new NoticeWatch()
    for (const id of ['c1', 'c2']) watch.take(status({}, id), all)
    const both = { changes: { ...none, conflict: 1, rejected: 1 } }
    expect(watch.take(status(both), { ...defaultNotifications, rejected: true }).map(({ kind }) => kind)).toEqual(['rejected'])
    expect(watch.take(status(both, 'c2'), all)).toHaveLength(2)
    expect(watch.take(status({ changes: { ...none, conflict: 2 } }), defaultNotifications)).toEqual([])
  })
})

test('settings of an earlier version ask for no notice, and each is switched by itself', () => {
  const { notifications: _, ...earlier } = defaultSettings
  const read = settingsSchema.parse(earlier)
  expect(read.notifications).toEqual(defaultNotifications)
  expect(applySettingsPatch(read, { notifications: { conflict: true } }).notifications).toEqual({ ...defaultNotifications, conflict: true })
})
