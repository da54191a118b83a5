/**
 * What the system may tell a rep who is not looking at Satchel, decided from one state of a connection to the next. The same in both
 * shells; only who shows it differs.
 */
import { z } from 'zod'
import type { ConnectionId } from './model/ids'
import type { ConnectionStatus } from './sync/report'

export const notificationKinds = ['conflict', 'rejected', 'signIn', 'pushed'] as const
export type NotificationKind = (typeof notificationKinds)[number]

export const notificationSettingsSchema = z.object({
  /** A change met another edit in the CRM. */
  conflict: z.boolean(),
  /** The CRM refused a change. */
  rejected: z.boolean(),
  /** The CRM signed this app out. */
  signIn: z.boolean(),
  /** A push of several changes is through. */
  pushed: z.boolean(),
})

export type NotificationSettings = z.output<typeof notificationSettingsSchema>

/** None until they are asked for: nobody is interrupted by a program they have just installed. */
export const defaultNotifications: NotificationSettings = { conflict: false, rejected: false, signIn: false, pushed: false }

export interface Notice {
  readonly kind: NotificationKind
  readonly connection: ConnectionId
  readonly title: string
  readonly body: string
}

/** A push of fewer is over before anyone looks away. */
const WORTH_TELLING = 5

/** Remembers how each connection was; the first state it sees of one is no news. */
export class NoticeWatch {
  private readonly before = new Map<ConnectionId, ConnectionStatus>()

  /** What is new in this state and was asked for. */
  take(now: ConnectionStatus, wanted: NotificationSettings): readonly Notice[] {
    const before = this.before.get(now.connection)
    this.before.set(now.connection, now)
    return before === undefined ? [] : noticesBetween(before, now).filter(({ kind }) => wanted[kind])
  }
}

function noticesBetween(before: ConnectionStatus, now: ConnectionStatus): readonly Notice[] {
  const { connection, name } = now
  const notices: Notice[] = []
  const more = (of: 'conflict' | 'rejected'): number => now.changes[of] - before.changes[of]
  if (more('conflict') > 0)
    notices.push({
      kind: 'conflict',
      connection,
      title: `${counted(more('conflict'), 'edit')} met another in ${name}`,
      body: 'Nothing was overwritten. Compare the two and decide.',
    })
  if (more('rejected') > 0)
    notices.push({
      kind: 'rejected',
      connection,
      title: `${name} refused ${counted(more('rejected'), 'change')}`,
      body: 'Your edits are kept under Changes, with its words.',
    })
  if (now.state === 'sign-in' && before.state !== 'sign-in')
    notices.push({
      kind: 'signIn',
      connection,
      title: `${name} signed Satchel out`,
      body: 'You can go on working; your changes wait. Sign in again to send them.',
    })
  const total = before.pushing?.total ?? 0
  if (before.pushing !== null && now.pushing === null && total >= WORTH_TELLING)
    notices.push({
      kind: 'pushed',
      connection,
      title: `The push to ${name} is done`,
      body: `${counted(total, 'change')} were on the way. What needs you stands under Changes.`,
    })
  return notices
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
