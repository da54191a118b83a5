/** `webhooks`: be told by the CRM instead of asking. Subscriptions there, and the receiver here. */
import { once } from 'node:events'
import { Option } from '@commander-js/extra-typings'
import type { ObjectType } from '../../../shared/model/object-type'
import { type ObjectSupport, webhookKindsOf } from '../../../shared/sync/support'
import { type Webhook, type WebhookEvent, webhookEvents, type WebhookKind, webhookKinds } from '../../../shared/sync/webhook'
import { parseObjects, parseWholeNumber } from '../arguments'
import { readTokenFromStdin } from '../ask-token'
import { type Invocation, requireConnection } from '../invocation'
import { isoTime } from '../output/shapes'
import { webhookJson, webhooksJson } from '../output/webhook-shapes'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

export function addWebhookCommands(program: Program, act: Act): void {
  const webhooks = program.command('webhooks').description('be told by the CRM instead of asking: subscriptions there, a receiver here')

  webhooks
    .command('add')
    .description('subscribe: one webhook for each type and event; those that are there stay as they are')
    .argument('<objects>', 'contact,deal,…')
    .option('--events <events>', 'which of created,updated,deleted', webhookEvents.join(','))
    .addOption(new Option('--kind <kind>', 'native: at once; virtual: in intervals').choices(webhookKinds))
    .option('--interval <minutes>', 'between two looks of a virtual one')
    .option('--url <url>', 'where the CRM reaches the receiver; else the address that was set up')
    .action((objects, { events, kind, interval, url }) =>
      act('webhooks', async (invocation) => {
        const { id: connection } = await requireConnection(invocation)
        const satchel = await invocation.satchel()
        const wished = { objects: parseObjects(objects) ?? [], events: parseEvents(events), kind: kind ?? null }
        const intervalMinutes = interval === undefined ? null : parseWholeNumber('--interval', interval, { least: 1, most: 43_200 })
        await noteNotTold(invocation, (await satchel.request('connections.support', { connection })).objects, wished)
        const list = await satchel.request('webhooks.add', {
          connection,
          ...wished,
          intervalMinutes,
          url: url ?? null,
        })
        return sayWebhooks(invocation, list)
      }),
    )

  webhooks
    .command('list')
    .description('the subscriptions, as the CRM lists them now')
    .action(() =>
      act('webhooks', async (invocation) => {
        const { id: connection } = await requireConnection(invocation)
        return sayWebhooks(invocation, await (await invocation.satchel()).request('webhooks.list', { connection }))
      }),
    )

  for (const [action, description] of [
    ['pause', 'nothing is told until it is resumed'],
    ['resume', 'tell again; what native ones missed does not come again'],
    ['trigger', 'run a virtual one now'],
    ['remove', 'end the subscription'],
  ] as const) {
    webhooks
      .command(action)
      .description(description)
      .argument('<id>')
      .action((id) =>
        act('webhooks', async (invocation) => {
          const { id: connection } = await requireConnection(invocation)
          const list = await (await invocation.satchel()).request('webhooks.change', { connection, id, action })
          if (action !== 'remove')
            return sayWebhooks(
              invocation,
              list.filter((each) => each.id === id),
            )
          if (invocation.out.json) return invocation.out.document({ id, removed: true })
          await invocation.out.say(`Removed ${id}.`)
        }),
      )
  }

  webhooks
    .command('set-up')
    .description('whether the app receives while it runs, at which port, and where it is reached from outside')
    .addOption(new Option('--receive <how>', 'in the app, as long as it runs').choices(['on', 'off'] as const))
    .option('--port <n>', 'on this computer; 0 for any free one')
    .option('--address <url>', 'where the CRM reaches it; empty: nowhere')
    .addOption(new Option('--sha1 <how>', 'believe a signature by SHA-1 where there is no better one').choices(['on', 'off'] as const))
    .action(({ receive, port, address, sha1 }) =>
      act('webhooks', async (invocation) => {
        const wish = {
          ...(receive === undefined ? {} : { receive: receive === 'on' }),
          ...(port === undefined ? {} : { port: parseWholeNumber('--port', port, { least: 0, most: 65_535 }) }),
          ...(address === undefined ? {} : { address }),
          ...(sha1 === undefined ? {} : { allowSha1: sha1 === 'on' }),
        }
        if (Object.keys(wish).length === 0) wrongUsage('Nothing was said to set up.', 'One or more of --receive, --port, --address and --sha1.')
        await (await invocation.satchel()).request('webhooks.setUp', wish)
        return sayStatus(invocation)
      }),
    )

  webhooks
    .command('status')
    .description('how the receiver and the webhooks stand, from what is known here')
    .action(() => act('webhooks', sayStatus))

  webhooks
    .command('secret')
    .description('what deliveries are signed with: the workspace secret of the API’s console')
    .option('--secret-env <variable>', 'remember the name of this variable and read the secret from it at each start')
    .option('--secret-stdin', 'read it from stdin and keep it in the secrets store')
    .option('--keep-old', 'believe the one before, too: while it is being changed')
    .option('--forget', 'believe nobody any more')
    .action(({ secretEnv, secretStdin = false, keepOld = false, forget = false }) =>
      act('webhooks', async (invocation) => {
        const secret = await secretFrom(invocation, { secretEnv, secretStdin, forget })
        const { id: connection, name } = await requireConnection(invocation)
        await (await invocation.satchel()).request('webhooks.setSecret', { connection, secret, keepOld })
        if (invocation.out.json) return invocation.out.document({ name, has_secret: secret !== null })
        await invocation.out.say(secret === null ? `No delivery of ${name} is believed any more.` : `Deliveries of ${name} are checked with it.`)
      }),
    )

  webhooks
    .command('serve')
    .description('receive until stopped, on this computer alone: a tunnel or relay of yours forwards to it')
    .option('--port <n>', 'else the one that is set up; 0 for any free one')
    .option('--address <url>', 'remember where the CRM reaches it from outside')
    .action(({ port, address }) => act('webhooks', (invocation) => serve(invocation, port, address), { untilStopped: true }))
}

async function serve(invocation: Invocation, port: string | undefined, address: string | undefined): Promise<void> {
  const { out, around, engine, satchel } = invocation
  const chosen = port === undefined ? null : parseWholeNumber('--port', port, { least: 0, most: 65_535 })
  // An engine of our own polls rarely while it is told; beside the app, the app's does.
  await engine({ background: true, orTheirs: true })
  const client = await satchel()
  if (address !== undefined) await client.request('webhooks.setUp', { address })
  const { port: bound } = await client.request('webhooks.listen', { port: chosen })
  const url = `http://127.0.0.1:${bound}/`
  try {
    if (out.json) await out.document({ url, port: bound })
    else await out.say(`Webhooks are received at ${url}`)
    const { connections } = await client.request('webhooks.status', {})
    if (connections.some(({ hasSecret }) => !hasSecret))
      await out.note('Nothing is believed without a secret: satchel webhooks secret --secret-stdin')
    if (!around.stopped.aborted) await once(around.stopped, 'abort')
  } finally {
    await client.request('webhooks.hush', {})
  }
}

/** What the CRM is known not to tell of is left out, and said. */
async function noteNotTold({ out }: Invocation, support: readonly ObjectSupport[], { objects, events, kind }: Wished): Promise<void> {
  const left = objects.flatMap((object) =>
    events.flatMap((event) => {
      const kinds = webhookKindsOf(
        support.find((each) => each.object === object),
        event,
      )
      return kinds.length === 0 || (kind !== null && !kinds.includes(kind)) ? [`${object} ${event}`] : []
    }),
  )
  if (left.length > 0)
    await out.note(`Left out, since the CRM does not tell of it${kind === null ? '' : ` in that way (${kind})`}: ${left.join(', ')}.`)
}

async function sayWebhooks({ out }: Invocation, webhooks: readonly Webhook[]): Promise<void> {
  if (out.json) {
    for (const webhook of webhooks) await out.document(webhookJson(webhook))
    return
  }
  if (webhooks.length === 0) return out.note('There is no webhook yet: satchel webhooks add contact,deal')
  await out.table(
    ['ID', 'OBJECT', 'EVENT', 'KIND', 'STATE', 'URL'].map((title) => ({ title })),
    webhooks.map(({ id, object, event, kind, state, url }) => [id, object ?? '', event, kind ?? '', state, url]),
  )
}

async function sayStatus({ out, satchel, options }: Invocation): Promise<void> {
  const client = await satchel()
  const connections = await client.request('connections.list', {})
  const chosen =
    options.connection === null ? null : (connections.find(({ name, id }) => name === options.connection || id === options.connection) ?? null)
  const report = await client.request('webhooks.status', { connection: chosen?.id ?? null })
  const nameOf = (id: string): string => connections.find((each) => each.id === id)?.name ?? id
  if (out.json) return out.document(webhooksJson(report, nameOf))
  const { receiver } = report
  await out.say(
    receiver.kind === 'off'
      ? 'The receiver is off.'
      : receiver.kind === 'listening'
        ? `The receiver listens on port ${receiver.port}.`
        : `The receiver can’t listen on port ${receiver.port}: ${receiver.detail}.`,
  )
  await out.table(
    ['CONNECTION', 'WEBHOOKS', 'RECEIVED', 'REPEATED', 'WAITING', 'LAST'].map((title) => ({ title })),
    report.connections.map(({ connection, webhooks, received, repeated, waiting, lastReceivedAt }) => [
      nameOf(connection),
      webhooks === null ? '' : String(webhooks.length),
      String(received),
      String(repeated),
      String(waiting),
      isoTime(lastReceivedAt) ?? '',
    ]),
  )
}

function parseEvents(raw: string): WebhookEvent[] {
  return [...new Set(raw.split(',').map((each) => each.trim()))].map(
    (name) => webhookEvents.find((event) => event === name) ?? wrongUsage(`There is no event “${name}”.`, `Events: ${webhookEvents.join(', ')}.`),
  )
}

interface Wished {
  readonly objects: readonly ObjectType[]
  readonly events: readonly WebhookEvent[]
  readonly kind: WebhookKind | null
}

interface SecretOptions {
  readonly secretEnv: string | undefined
  readonly secretStdin: boolean
  readonly forget: boolean
}

async function secretFrom({ around }: Invocation, { secretEnv, secretStdin, forget }: SecretOptions) {
  if ([secretEnv !== undefined, secretStdin, forget].filter(Boolean).length !== 1)
    wrongUsage('Say where the secret comes from.', 'One of --secret-env VARIABLE, --secret-stdin or --forget.')
  if (forget) return null
  if (secretEnv === undefined) return { value: await readTokenFromStdin(around) }
  // A secret that was given as the name would be kept in the settings; this catches most of them before.
  if (/^[A-Za-z_]\w*$/.test(secretEnv)) return { env: secretEnv }
  return wrongUsage('--secret-env takes the name of an environment variable, not the secret.', 'For example: --secret-env WEBHOOK_SECRET')
}
