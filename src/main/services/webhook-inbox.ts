/**
 * Deliveries as they arrive: judged by their bytes, written down, and only then accepted.
 *
 * What was answered with 200 is in the mirror, so a kill loses nothing; a power cut may lose the last moments, and since no delivery moves
 * a checkpoint, the next poll brings those (and the next sweep what was deleted).
 */
import type { ConnectionId } from '../../shared/model/ids'
import type { Connection } from '../../shared/model/views'
import type { ReceiverState } from '../../shared/sync/webhook'
import type { GenuineDelivery } from '../connectors/webhooks'
import { noteDelivery } from '../mirror/webhooks'
import { isTooOld } from '../sync/decide/webhook-pace'
import type { Workbench } from './workbench'

/** Where deliveries come in. */
export interface DeliveryDoor {
  open(port: number): Promise<ReceiverState>
  close(): Promise<void>
  state(): ReceiverState
  refused(): number
}

export interface WebhookInbox {
  /** Answers the HTTP status: 200 accepted, 400 can't be read, 401 signed by nobody we know. */
  take(body: string): Promise<number>
  secretsOf(connection: Connection): Promise<readonly string[]>
  /** Other secrets hold from now on. */
  secretChanged(connection: ConnectionId): void
}

type Needs = Pick<Workbench, 'db' | 'world' | 'sync' | 'outside' | 'settings' | 'connectorWithToken'> & {
  readonly changed: (connection: ConnectionId) => void
}

export function createWebhookInbox({ db, world, sync, outside, settings, connectorWithToken, changed }: Needs): WebhookInbox {
  const secrets = new Map<ConnectionId, Promise<readonly string[]>>()

  const secretsOf = (connection: Connection): Promise<readonly string[]> => {
    const known = secrets.get(connection.id)
    if (known) return known
    const asked = outside.webhookSecrets(connection, settings.current().webhooks.secretEnvs[connection.id] ?? null)
    secrets.set(connection.id, asked)
    // What could not be had now may be had the next time.
    asked.catch(() => secrets.delete(connection.id))
    return asked
  }

  const accept = (connection: Connection, delivery: GenuineDelivery): void => {
    const { object, event, about, records, fingerprint } = delivery
    const isNew = noteDelivery(db, { connection: connection.id, object, event, about, records, fingerprint, now: world.now() })
    if (isNew && object !== null) sync.heard(connection.id)
    changed(connection.id)
  }

  return {
    secretsOf,
    secretChanged: (connection) => void secrets.delete(connection),
    async take(body) {
      const { connections, webhooks } = settings.current()
      let status = 401
      for (const connection of connections) {
        // Nothing is asked of the CRM, so it takes no token.
        const port = connectorWithToken(connection, '').webhooks
        if (!port) continue
        const reading = port.read(body, { secrets: await secretsOf(connection), allowSha1: webhooks.allowSha1 })
        if (reading.kind === 'unreadable') status = 400
        if (reading.kind !== 'genuine' || isTooOld({ signedAt: reading.signedAt, now: world.now() })) continue
        accept(connection, reading)
        return 200
      }
      return status
    },
  }
}
