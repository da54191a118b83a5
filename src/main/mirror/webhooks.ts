/**
 * What webhooks told, kept until it was read: a delivery is written down before it is answered, so that it survives a kill.
 *
 * A record is told of many times and read once; a hint that arrives while the record is being read stays for another read.
 */
import type { ConnectionId, Instant, RemoteId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import type { Webhook, WebhookEvent } from '../../shared/sync/webhook'
import { findStream } from './identity'
import type { ReadDb, WriteDb } from './sql'
import { transaction } from './transaction'

export interface Told {
  readonly connection: ConnectionId
  /** Null: of something that we don't keep; only that it came is noted. */
  readonly object: ObjectType | null
  readonly event: WebhookEvent
  readonly about: 'news' | 'everything'
  readonly records: readonly { readonly remoteId: RemoteId; readonly updatedAt: Instant | null }[]
  readonly fingerprint: string
  readonly now: Instant
}

/** A record that is to be read again. */
export interface Hint {
  readonly object: ObjectType
  readonly remoteId: RemoteId
  readonly event: WebhookEvent
  readonly arrived: number
  readonly tries: number
}

/** Nothing is put off for longer. */
const LONGEST_PUT_OFF_MS = 3_600_000
/** Longer than any provider goes on trying. */
const SEEN_FOR_MS = 30 * 86_400_000

/** Writes a genuine delivery down. False: the same was here before, and nothing more is to be done. */
export function noteDelivery(db: WriteDb, told: Told): boolean {
  const { connection, object, event, about, fingerprint, now } = told
  return transaction(db, 'pulled', () => {
    const isNew =
      db.run('INSERT OR IGNORE INTO webhook_seen (connection, fingerprint, at) VALUES (?, ?, ?)', connection, fingerprint, now).changes > 0
    db.run(
      `INSERT INTO webhook_log (connection, received, repeated, last_at) VALUES (?, 1, ?, ?)
       ON CONFLICT (connection) DO UPDATE SET received = received + 1, repeated = repeated + excluded.repeated, last_at = excluded.last_at`,
      connection,
      isNew ? 0 : 1,
      now,
    )
    if (!isNew || object === null) return isNew
    const records = about === 'news' ? told.records : told.records.filter((record) => !isHeld(db, connection, object, record))
    for (const { remoteId } of records) addHint(db, { connection, object, remoteId, event })
    // That all of it was sent once says nothing of whether what changes is told.
    if (about === 'news') db.run('INSERT OR REPLACE INTO webhook_hearing (connection, object, told_at) VALUES (?, ?, ?)', connection, object, now)
    return true
  })
}

interface NewHint extends Pick<Hint, 'object' | 'remoteId' | 'event'> {
  readonly connection: ConnectionId
}

function addHint(db: WriteDb, { connection, object, remoteId, event }: NewHint): void {
  db.run(
    `INSERT INTO webhook_hint (connection, object, remote_id, event, arrived, next_at)
     VALUES (?, ?, ?, ?, (SELECT coalesce(max(arrived), 0) + 1 FROM webhook_hint WHERE connection = ?), 0)
     ON CONFLICT (connection, object, remote_id) DO UPDATE SET
       event = CASE 'deleted' WHEN webhook_hint.event THEN webhook_hint.event ELSE excluded.event END,
       arrived = excluded.arrived, tries = 0, next_at = 0`,
    connection,
    object,
    remoteId,
    event,
    connection,
  )
}

/** The record is here, and not older than what was told of it. */
function isHeld(db: ReadDb, connection: ConnectionId, object: ObjectType, { remoteId, updatedAt }: Told['records'][number]): boolean {
  const stream = findStream(db, connection, object)
  if (stream === null || updatedAt === null) return false
  return db.get('SELECT 1 FROM record WHERE stream = ? AND remote_id = ? AND updated_at >= ?', stream, remoteId, updatedAt) !== undefined
}

/** Those that may be read now, the oldest first. One that is put off for longer than ever is: the clock was set back since. */
export function dueHints(db: ReadDb, connection: ConnectionId, now: Instant, limit: number): readonly Hint[] {
  return db
    .all<Omit<Hint, 'remoteId'> & { readonly remote_id: RemoteId }>(
      'SELECT object, remote_id, event, arrived, tries FROM webhook_hint WHERE connection = ? AND next_at NOT BETWEEN ? AND ? ORDER BY arrived LIMIT ?',
      connection,
      now + 1,
      now + LONGEST_PUT_OFF_MS,
      limit,
    )
    .map(({ remote_id, ...hint }) => ({ ...hint, remoteId: remote_id }))
}

/** They were read. What was told of them meanwhile stays. */
export function dropHints(db: WriteDb, connection: ConnectionId, hints: readonly Hint[]): void {
  for (const { object, remoteId, arrived } of hints)
    db.run('DELETE FROM webhook_hint WHERE connection = ? AND object = ? AND remote_id = ? AND arrived = ?', connection, object, remoteId, arrived)
}

/** The CRM could not say. */
export function putOffHint(db: WriteDb, connection: ConnectionId, { object, remoteId, arrived }: Hint, nextAt: Instant): void {
  db.run(
    'UPDATE webhook_hint SET tries = tries + 1, next_at = ? WHERE connection = ? AND object = ? AND remote_id = ? AND arrived = ?',
    nextAt,
    connection,
    object,
    remoteId,
    arrived,
  )
}

export function forgetOldDeliveries(db: WriteDb, now: Instant): void {
  transaction(db, 'pulled', () => db.run('DELETE FROM webhook_seen WHERE at < ?', now - SEEN_FOR_MS))
}

export function keepWebhookList(db: WriteDb, connection: ConnectionId, webhooks: readonly Webhook[], now: Instant): void {
  transaction(db, 'pulled', () =>
    db.run(
      `INSERT INTO webhook_log (connection, webhooks, listed_at) VALUES (?, ?, ?)
       ON CONFLICT (connection) DO UPDATE SET webhooks = excluded.webhooks, listed_at = excluded.listed_at`,
      connection,
      JSON.stringify(webhooks),
      now,
    ),
  )
}

export interface WebhookLog {
  readonly webhooks: readonly Webhook[] | null
  readonly listedAt: Instant | null
  readonly received: number
  readonly repeated: number
  readonly lastAt: Instant | null
  readonly waiting: number
}

export function loadWebhookLog(db: ReadDb, connection: ConnectionId): WebhookLog {
  const row = db.get<{
    readonly webhooks: string | null
    readonly listed_at: Instant | null
    readonly received: number
    readonly repeated: number
    readonly last_at: Instant | null
  }>('SELECT webhooks, listed_at, received, repeated, last_at FROM webhook_log WHERE connection = ?', connection)
  const waiting = db.get<{ readonly n: number }>('SELECT count(*) AS n FROM webhook_hint WHERE connection = ?', connection)?.n ?? 0
  return {
    webhooks: row?.webhooks ? (JSON.parse(row.webhooks) as readonly Webhook[]) : null,
    listedAt: row?.listed_at ?? null,
    received: row?.received ?? 0,
    repeated: row?.repeated ?? 0,
    lastAt: row?.last_at ?? null,
    waiting,
  }
}

/** When news of each type last came by itself. */
export function loadHearing(db: ReadDb, connection: ConnectionId): ReadonlyMap<ObjectType, Instant> {
  const rows = db.all<{ readonly object: ObjectType; readonly told_at: Instant }>(
    'SELECT object, told_at FROM webhook_hearing WHERE connection = ?',
    connection,
  )
  return new Map(rows.map(({ object, told_at }) => [object, told_at]))
}

/** A poll found what nobody had told of: until news comes by itself again, this type is polled as if there were no webhooks. */
export function doubtHearing(db: WriteDb, connection: ConnectionId, object: ObjectType): void {
  transaction(db, 'pulled', () => db.run('DELETE FROM webhook_hearing WHERE connection = ? AND object = ?', connection, object))
}
