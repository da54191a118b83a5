/**
 * `connect`: linking a CRM account, in one of two ways.
 *
 *   --connection-id   a connection that the gateway has already: asked whether it answers
 *   --provider alone  a person signs in to the CRM in their browser, and the command waits for them
 */
import { Option } from '@commander-js/extra-typings'
import type { Satchel } from '../../../shared/contract/client'
import type { SignInEnd } from '../../../shared/contract/sign-in'
import { describeFailure, fail } from '../../../shared/failure'
import { providerName } from '../../../shared/model/providers'
import type { Connection } from '../../../shared/model/views'
import type { ConnectionState, Status } from '../../../shared/sync/report'
import { type Region, regions } from '../../../shared/regions'
import { parseWholeNumber } from '../arguments'
import { askForToken, readTokenFromStdin } from '../ask-token'
import { findConnection, type Invocation } from '../invocation'
import { connectionJson } from '../output/shapes'
import type { Act, Program } from '../program'
import type { Surroundings } from '../surroundings'
import { wrongUsage } from '../usage-error'
import { parseScope } from './scope'

interface ConnectOptions {
  readonly connector: 'unified'
  readonly url?: string | undefined
  readonly region?: Region | undefined
  readonly connectionId?: string | undefined
  readonly workspaceId?: string | undefined
  readonly tokenEnv?: string | undefined
  readonly tokenStdin?: true | undefined
  readonly name?: string | undefined
  readonly provider?: string | undefined
  readonly me?: string | undefined
  readonly again?: string | undefined
  readonly objects?: string | undefined
  readonly onlyMine?: true | undefined
  readonly since?: string | undefined
  readonly raw?: true | undefined
  readonly port?: string | undefined
  readonly keepApart?: true | undefined
}

export function addConnectCommand(program: Program, act: Act): void {
  program
    .command('connect')
    .description('link a CRM account: with --provider by signing in in the browser, with --connection-id to what is there; pulls nothing')
    .addOption(new Option('--connector <name>', 'how it is spoken to').choices(['unified'] as const).default('unified' as const))
    .option('--url <url>', 'the address of the API')
    .addOption(new Option('--region <region>', 'the API’s own address there').choices(['us', 'eu', 'au'] as const).conflicts('url'))
    .option('--connection-id <id>', 'a connection that is there already')
    .option('--workspace-id <id>', 'the gateway’s workspace, where no connection tells')
    .option('--token-env <variable>', 'remember the name of this variable and read the token from it at each start')
    .option('--token-stdin', 'read the token from stdin and keep it in the secrets store')
    .option('--name <name>', 'what to call it here')
    .option('--provider <provider>', 'the CRM to sign in to; or which stands behind --connection-id, where the API does not tell')
    .option('--me <email>', 'your own e-mail address there, so that “mine” means something')
    .option('--again <name>', 'sign in again to this connection; its copy and its changes stay')
    .option('--objects <types>', 'ask for and keep only these, as contact,deal; users and pipelines always come')
    .option('--only-mine', 'keep only records that you own')
    .option('--since <day>', 'keep only what was changed on that day or later, such as 2026-01-01')
    .option('--raw', 'keep the provider’s own form of each record, too')
    .option('--port <n>', 'where the browser comes back to on this computer; else any free one')
    .option('--keep-apart', 'where --again leads to another account, make it a connection of its own')
    .action((options) =>
      act('connect', async (invocation) => {
        const { out } = invocation
        const { connectionId } = options
        const { objects, ...others } = parseScope(options)
        // A sign-in asks for the types itself.
        const scope = connectionId === undefined || objects === undefined ? others : { ...others, objects }
        const connection = connectionId === undefined ? await signIn(invocation, options) : await connectTo(invocation, options, connectionId)
        const satchel = await invocation.satchel()
        if (Object.keys(scope).length > 0) await satchel.request('connections.setScope', { connection: connection.id, scope })
        const state = stateOf(await satchel.request('sync.status', { connection: connection.id }), connection)
        if (out.json) return out.document(connectionJson(connection, state))
        await out.say(`Connected ${connection.name} (${connection.provider}) at ${connection.url}.`)
        await out.note('Nothing was pulled yet: satchel sync')
      }),
    )
}

async function connectTo({ around, satchel }: Invocation, options: ConnectOptions, connectionId: string): Promise<Connection> {
  const { connector, name = null, provider = null, me = null } = options
  const url = addressIn(options) ?? wrongUsage('Where the API is has to be said.', 'With --url URL, or --region us, eu or au.')
  const token = (await tokenFrom(around, options)) ?? { value: await askForToken(around) }
  return (await satchel()).request('connections.connect', { connector, url, connectionId, token, name, provider, me })
}

async function signIn({ around, out, satchel: open }: Invocation, options: ConnectOptions): Promise<Connection> {
  if (options.provider === undefined && options.again === undefined) {
    wrongUsage('Which account to link has to be said.', 'With --provider hubspot to sign in, or with --connection-id ID.')
  }
  const given = await tokenFrom(around, options)
  const satchel = await open()
  const connections = await satchel.request('connections.list', {})
  const again = options.again === undefined ? null : findConnection(connections, options.again)
  const provider = options.provider ?? again?.provider ?? ''
  const url = addressIn(options)
  // A token opens every connection of its workspace: one that is here is good for the next.
  const isKnown = again !== null || connections.some((each) => url === null || each.url === url)
  const token = given ?? (isKnown ? null : { value: await askForToken(around) })
  const begun = await satchel.request('signIn.start', {
    provider,
    url,
    workspaceId: options.workspaceId ?? null,
    token,
    again: again?.id ?? null,
    objects: parseScope({ objects: options.objects }).objects ?? null,
    name: options.name ?? null,
    port: options.port === undefined ? null : parseWholeNumber('--port', options.port, { least: 1, most: 65_535 }),
  })
  const cancel = (): void => void satchel.request('signIn.cancel', { id: begun.id }).catch(() => undefined)
  around.stopped.addEventListener('abort', cancel, { once: true })
  await out.note(
    begun.opened
      ? `Sign in to ${providerName(provider)} in the browser. If nothing opened, go to`
      : `Sign in to ${providerName(provider)} in your browser, at`,
    begun.address,
  )
  const end = await satchel.request('signIn.wait', { id: begun.id }).finally(() => around.stopped.removeEventListener('abort', cancel))
  return connectionOf(satchel, begun.id, end, { provider, keepApart: options.keepApart ?? false })
}

async function connectionOf(
  satchel: Satchel,
  id: string,
  end: SignInEnd,
  { provider, keepApart }: { readonly provider: string; readonly keepApart: boolean },
): Promise<Connection> {
  if (end.kind === 'connected') return end.connection
  if (keepApart) return satchel.request('signIn.keepApart', { id })
  const { left } = await satchel.request('signIn.cancel', { id })
  const stays = left === null ? null : `its connection stays at the gateway, since it could not be removed: ${describeFailure(left)}`
  const words = [end.account, stays].filter((each) => each !== null).join('; ')
  return fail({ kind: 'sign-in', provider: providerName(provider), why: 'other-account', words: words === '' ? null : words })
}

function addressIn({ url, region }: ConnectOptions): string | null {
  return url ?? (region === undefined ? null : regions[region])
}

/** Null where none was given. */
async function tokenFrom(around: Surroundings, { tokenEnv, tokenStdin }: ConnectOptions) {
  if (tokenEnv !== undefined && tokenStdin) wrongUsage('--token-env and --token-stdin can’t be used together.')
  if (tokenStdin) return { value: await readTokenFromStdin(around) }
  if (tokenEnv === undefined) return null
  // A token that was given as the name would be kept in the settings; this catches most of them before.
  if (/^[A-Za-z_]\w*$/.test(tokenEnv)) return { env: tokenEnv }
  return wrongUsage('--token-env takes the name of an environment variable, not the token.', 'For example: --token-env CRM_TOKEN')
}

export function stateOf(status: Status, { id }: Connection): ConnectionState {
  return status.connections.find(({ connection }) => connection === id)?.state ?? 'connected'
}
