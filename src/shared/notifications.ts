/**
 * What the system may tell a rep who is not looking at Satchel, decided from one state of a connection to the next. The words are the
 * page's, as all words are.
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
  /** What the connection is called. */
  readonly name: string
  /** Of the edits, or changes, that it is about. */
  readonly count: number
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
  const more = (of: 'conflict' | 'rejected'): number => now.changes[of] - before.changes[of]
  const about = (kind: NotificationKind, count: number): Notice => ({ kind, connection, name, count })
  const total = before.pushing?.total ?? 0
  return [
    ...(more('conflict') > 0 ? [about('conflict', more('conflict'))] : []),
    ...(more('rejected') > 0 ? [about('rejected', more('rejected'))] : []),
    ...(now.state === 'sign-in' && before.state !== 'sign-in' ? [about('signIn', 1)] : []),
    ...(before.pushing !== null && now.pushing === null && total >= WORTH_TELLING ? [about('pushed', total)] : []),
  ]
}
