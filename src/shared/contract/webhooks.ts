/** Webhooks, and what an API tells of itself: the part of the contract about being told instead of asking. */
import { z } from 'zod'
import { objectTypes } from '../model/object-type'
import { webhookSettingsSchema } from '../settings'
import { type ApiCallEntry, type ApiIssue, type RawAnswer, type Webhook, webhookEvents, webhookKinds, type WebhooksReport } from '../sync/webhook'
import { connectionId } from './ids'
import { command } from './operation'

const port = z.int().min(0).max(65_535)
const limit = z.int().min(1).max(100).default(25)

export const webhookOperations = {
  /** How the receiver and each connection's webhooks stand, from what is known here: asks the CRM nothing. */
  'webhooks.status': command<WebhooksReport>()(z.object({ connection: connectionId.nullable().default(null) })),
  /** Asks the CRM for its list, and remembers it. */
  'webhooks.list': command<readonly Webhook[]>()(z.object({ connection: connectionId })),
  /** One subscription for each type and event; those that are there already are left as they are. Answers the whole list. */
  'webhooks.add': command<readonly Webhook[]>()(
    z.object({
      connection: connectionId,
      objects: z.array(z.enum(objectTypes)).min(1),
      events: z.array(z.enum(webhookEvents)).min(1),
      kind: z.enum(webhookKinds).nullable().default(null),
      intervalMinutes: z.int().min(1).max(43_200).nullable().default(null),
      /** Null: the address that was set up. */
      url: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .nullable()
        .default(null),
    }),
  ),
  'webhooks.change': command<readonly Webhook[]>()(
    z.object({ connection: connectionId, id: z.string().min(1).max(200), action: z.enum(['pause', 'resume', 'trigger', 'remove']) }),
  ),
  /** Switches the receiver on or off in the app, and says where it listens and is reached. */
  'webhooks.setUp': command<WebhooksReport>()(webhookSettingsSchema.pick({ receive: true, port: true, address: true, allowSha1: true }).partial()),
  /**
   * What deliveries are signed with: kept in the secrets store, or read from a variable of that name at each start. `keepOld`: the one before
   * is believed, too, as long as the CRM still uses it. Null forgets all.
   */
  'webhooks.setSecret': command<null>()(
    z.object({
      connection: connectionId,
      secret: z.union([z.object({ value: z.string().trim().min(1).max(1000) }), z.object({ env: z.string().regex(/^[A-Za-z_]\w*$/) })]).nullable(),
      keepOld: z.boolean().default(false),
    }),
  ),
  /** Receives until `webhooks.hush`, whatever is set up; null: at the port that is. */
  'webhooks.listen': command<{ readonly port: number }>()(z.object({ port: port.nullable().default(null) })),
  /** Ends that: as it is set up again. */
  'webhooks.hush': command<null>()(z.object({})),

  /** One read of the CRM behind the API, in its own words. */
  'gateway.raw': command<RawAnswer>()(z.object({ connection: connectionId, path: z.string().trim().min(1).max(4000) })),
  /** The log that the API keeps of itself, newest first. */
  'gateway.calls': command<readonly ApiCallEntry[]>()(z.object({ connection: connectionId, onlyErrors: z.boolean().default(false), limit })),
  'gateway.issues': command<readonly ApiIssue[]>()(z.object({ connection: connectionId, limit })),
}
