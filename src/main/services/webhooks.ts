/** Subscriptions at the CRM, the receiver on this computer, and what the API tells of itself. */
import { fail } from '../../shared/failure'
import { objectTypes } from '../../shared/model/object-type'
import type { ConnectionId } from '../../shared/model/ids'
import { type ObjectSupport, webhookKindsOf } from '../../shared/sync/support'
import type { Webhook, WebhooksReport, WebhookStatus, WebhookWish } from '../../shared/sync/webhook'
import type { Connector, Outcome } from '../connectors/connector'
import type { PassthroughPort, WebhookPort } from '../connectors/webhooks'
import { keepWebhookList, loadHearing, loadWebhookLog } from '../mirror/webhooks'
import { findSupport } from '../mirror/support'
import { isTold as isTrusted } from '../sync/decide/webhook-pace'
import type { CommandHandlers } from './dispatch'
import { requireConnection, type Workbench } from './workbench'

type Handled = Extract<keyof CommandHandlers, `webhooks.${string}` | `gateway.${string}`>

export function webhookHandlers(bench: Workbench): Pick<CommandHandlers, Handled> {
  const { settings, deliveries, inbox, outside, emit } = bench
  const changed = (connection: ConnectionId | null): void => emit({ kind: 'webhooks.changed', connection })
  return {
    'webhooks.status': ({ connection }) => reportOf(bench, connection),
    'webhooks.list': ({ connection }) => listAnew(bench, connection),
    async 'webhooks.add'({ connection, objects, events, kind, intervalMinutes, url: given }) {
      const url = given ?? addressOf(bench, connection)
      if (url === '')
        fail({ kind: 'bad-input', where: 'address', expected: 'the address at which the CRM reaches this computer (a tunnel or relay)', got: 'none' })
      const present = await listAnew(bench, connection)
      const wishes = objects.flatMap((object) => events.map((event): WebhookWish => ({ object, event, kind, url, intervalMinutes })))
      const offered = wishes.filter((wish) => isTold(findSupport(bench.db, connection, wish.object), wish))
      if (offered.length === 0) notTold(requireConnection(settings, connection).name, wishes)
      const missing = offered.filter(
        (wish) => !present.some((each) => each.object === wish.object && each.event === wish.event && each.url === wish.url),
      )
      for (const wish of missing) await atCrm(bench, connection, 'write', (port) => port.add(wish))
      return listAnew(bench, connection)
    },
    async 'webhooks.change'({ connection, id, action }) {
      const webhook = (await listAnew(bench, connection)).find((each) => each.id === id) ?? fail({ kind: 'not-found', what: 'webhook', id })
      await atCrm(bench, connection, 'write', (port) => port[action](webhook))
      return listAnew(bench, connection)
    },
    async 'webhooks.setUp'(wish) {
      const { webhooks } = await settings.change((current) => ({ ...current, webhooks: { ...current.webhooks, ...definedOnly(wish) } }))
      // What `listen` opened stays open until somebody says otherwise.
      if (wish.receive === false) await deliveries.close()
      else if (webhooks.receive && (wish.receive !== undefined || wish.port !== undefined)) await deliveries.open(webhooks.port)
      changed(null)
      return reportOf(bench, null)
    },
    async 'webhooks.setSecret'({ connection: id, secret, keepOld }) {
      const connection = requireConnection(settings, id)
      const old = keepOld ? await inbox.secretsOf(connection) : []
      const env = secret !== null && 'env' in secret ? secret.env : null
      const values = secret !== null && 'value' in secret ? [secret.value, ...old.filter((each) => each !== secret.value)] : old
      await outside.saveWebhookSecrets(connection, values)
      await settings.change((current) => {
        const { [id]: _before, ...others } = current.webhooks.secretEnvs
        return { ...current, webhooks: { ...current.webhooks, secretEnvs: env === null ? others : { ...others, [id]: env } } }
      })
      inbox.secretChanged(id)
      changed(id)
      return null
    },
    async 'webhooks.listen'({ port }) {
      const state = await deliveries.open(port ?? settings.current().webhooks.port)
      if (state.kind === 'listening') return { port: state.port }
      return fail({
        kind: 'bad-input',
        where: 'port',
        expected: 'a port that is free',
        got: state.kind === 'failed' ? `${state.port} (${state.detail})` : 'none',
      })
    },
    async 'webhooks.hush'() {
      const { receive, port } = settings.current().webhooks
      await (receive ? deliveries.open(port) : deliveries.close())
      return null
    },

    'gateway.raw': ({ connection, path }) => throughGateway(bench, connection, 'passthrough', (gateway, signal) => gateway.raw(path, signal)),
    'gateway.calls': ({ connection, onlyErrors, limit }) =>
      throughGateway(bench, connection, 'call log', (gateway, signal) => gateway.calls({ onlyErrors, limit }, signal)),
    'gateway.issues': ({ connection, limit }) => throughGateway(bench, connection, 'issues', (gateway, signal) => gateway.issues(limit, signal)),
  }
}

/** Not known to be impossible. */
function isTold(support: ObjectSupport | null, { event, kind }: WebhookWish): boolean {
  const kinds = webhookKindsOf(support, event)
  return kind === null ? kinds.length > 0 : kinds.includes(kind)
}

function notTold(by: string, wishes: readonly WebhookWish[]): never {
  return fail({ kind: 'not-supported', by, what: `telling of ${wishes.map(({ object, event }) => `${object} ${event}`).join(', ')}` })
}

/** Where the CRM reaches us; the sample's own CRM runs on this computer and needs nobody's tunnel. */
function addressOf({ settings, deliveries }: Workbench, id: ConnectionId): string {
  const { address } = settings.current().webhooks
  const receiver = deliveries.state()
  const isHere = requireConnection(settings, id).sample && receiver.kind === 'listening'
  return isHere ? `http://127.0.0.1:${receiver.port}/` : address
}

async function listAnew(bench: Workbench, id: ConnectionId): Promise<readonly Webhook[]> {
  const webhooks = await atCrm(bench, id, 'read', (port, signal) => port.list(signal))
  keepWebhookList(bench.db, id, webhooks, bench.world.now())
  bench.emit({ kind: 'webhooks.changed', connection: id })
  return webhooks
}

function atCrm<Value>(
  { settings, sync }: Workbench,
  id: ConnectionId,
  kind: 'read' | 'write',
  ask: (port: WebhookPort, signal: AbortSignal) => Promise<Outcome<Value>>,
): Promise<Value> {
  const { name } = requireConnection(settings, id)
  return sync.ask(id, kind, (connector, signal) => ask(portOf(connector, 'webhooks', name, 'webhooks'), signal))
}

function throughGateway<Value>(
  { settings, sync }: Workbench,
  id: ConnectionId,
  what: string,
  ask: (passthrough: PassthroughPort, signal: AbortSignal) => Promise<Outcome<Value>>,
): Promise<Value> {
  const { name } = requireConnection(settings, id)
  return sync.ask(id, 'read', (connector, signal) => ask(portOf(connector, 'passthrough', name, what), signal))
}

function portOf<Part extends 'webhooks' | 'passthrough'>(connector: Connector, part: Part, by: string, what: string): NonNullable<Connector[Part]> {
  return connector[part] ?? fail({ kind: 'not-supported', by, what })
}

async function reportOf(bench: Workbench, id: ConnectionId | null): Promise<WebhooksReport> {
  const { settings, deliveries } = bench
  const { connections, webhooks } = settings.current()
  const chosen = id === null ? connections : [requireConnection(settings, id)]
  return {
    receiver: deliveries.state(),
    address: webhooks.address,
    refused: deliveries.refused(),
    connections: await Promise.all(chosen.map((connection) => statusOf(bench, connection.id))),
  }
}

async function statusOf({ db, world, inbox, settings }: Workbench, id: ConnectionId): Promise<WebhookStatus> {
  const connection = requireConnection(settings, id)
  const { lastAt, ...log } = loadWebhookLog(db, id)
  const told = loadHearing(db, id)
  return {
    connection: id,
    ...log,
    hasSecret: (await inbox.secretsOf(connection)).length > 0,
    lastReceivedAt: lastAt,
    hearing: objectTypes.flatMap((object) => {
      const lastToldAt = told.get(object)
      if (lastToldAt === undefined) return []
      return [{ object, lastToldAt, trusted: isTrusted({ object, webhooks: log.webhooks ?? [], lastToldAt, now: world.now() }) }]
    }),
  }
}

function definedOnly<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>
  }
}
