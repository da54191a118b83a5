/** What one connection hears from webhooks: reads what was told of, one run at a time, and says which types need to be polled all the same. */
import { type ObjectType, objectTypes } from '../../../shared/model/object-type'
import { loadCheckpoint, type StoredCheckpoint } from '../../mirror/checkpoints'
import { doubtHearing, loadHearing, loadWebhookLog } from '../../mirror/webhooks'
import type { Patience } from '../decide/backoff'
import { isPollDue, isTold } from '../decide/webhook-pace'
import type { StreamParts } from './apply-page'
import type { Diary } from './diary'
import { LineClosed } from './line'
import { readHints } from './read-hints'

export interface HearingParts extends StreamParts {
  readonly diary: Diary
  /** Asked between two handfuls of reads; resolves when nothing more important is under way. */
  readonly mayGoOn: (patience: Patience) => Promise<boolean>
  /** What polls without news reached and did not write. */
  readonly remembered: ReadonlyMap<ObjectType, StoredCheckpoint>
  /** Something was read. */
  readonly heardAll: () => void
}

export interface Hearing {
  /** Reads what was told of and not read yet. */
  hear(patience: Patience): Promise<void>
  /** Something new was told: reads it, in the background. */
  heard(): void
  /** A poll found news that nobody had told of: the webhooks are no help at the moment. */
  missed(object: ObjectType): void
  /** What a look polls: all but the types that are told of and were polled not long ago. */
  worthPolling(intervalMs: number): readonly ObjectType[]
  /** Resolves when nothing is being read any more. */
  ended(): Promise<void>
}

export function openHearing(parts: HearingParts): Hearing {
  const { db, world, line, diary, mayGoOn, remembered, heardAll } = parts
  const connection = line.connection.id
  let running: Promise<void> | null = null

  const hear: Hearing['hear'] = (patience) => {
    running ??= readHints(parts, {
      patience,
      mayGoOn: () => mayGoOn(patience),
      heard(object, tally) {
        diary.scanned(object, { counts: tally.counts(), conflicts: tally.conflicts, failure: null, stored: null })
        heardAll()
      },
    }).finally(() => {
      running = null
    })
    return running
  }

  const hearNow = async (): Promise<void> => {
    // A run that is about to end may have looked before this was written down.
    if (running) await running
    await hear('app')
  }

  return {
    hear,
    heard() {
      hearNow().catch((error: unknown) => {
        // Ended with its connection: what was told is kept, and read another time. Anything else is a bug, and for our eyes.
        if (!(error instanceof LineClosed)) console.error('webhooks', error)
      })
    },
    missed: (object) => doubtHearing(db, connection, object),
    worthPolling(intervalMs) {
      const now = world.now()
      const webhooks = loadWebhookLog(db, connection).webhooks ?? []
      const told = webhooks.length === 0 ? null : loadHearing(db, connection)
      return objectTypes.filter((object) => {
        const lastToldAt = told?.get(object) ?? null
        if (lastToldAt === null) return true
        const lastPolledAt = (remembered.get(object) ?? loadCheckpoint(db, connection, object))?.lastOkAt ?? null
        return isPollDue({ now, intervalMs, lastPolledAt, told: isTold({ object, webhooks, lastToldAt, now }) })
      })
    },
    async ended() {
      await running?.catch(() => undefined)
    },
  }
}
