/** `connect`, `connections` and `disconnect`: linking and unlinking CRM accounts. */
import { Option } from '@commander-js/extra-typings'
import type { Connection } from '../../../shared/model/views'
import type { ConnectionState, Status } from '../../../shared/sync/report'
import { askForToken, readTokenFromStdin } from '../ask-token'
import { findConnection } from '../invocation'
import { connectionJson } from '../output/shapes'
import type { Act, Program } from '../program'
import type { Surroundings } from '../surroundings'
import { wrongUsage } from '../usage-error'
import { parseScope } from './scope'

export function addConnectionCommands(program: Program, act: Act): void {
  program
    .command('connect')
    .description('link a CRM account: checks address, token and connection, and pulls nothing')
    .addOption(new Option('--connector <name>', 'how it is spoken to').choices(['unified'] as const).default('unified' as const))
    .requiredOption('--url <url>', 'the address of the API')
    .requiredOption('--connection-id <id>', 'the connection’s id there')
    .option('--token-env <variable>', 'remember the name of this variable and read the token from it at each start')
    .option('--token-stdin', 'read the token from stdin and keep it in the secrets store')
    .option('--name <name>', 'what to call it here')
    .option('--provider <provider>', 'which CRM stands behind it, where the API does not tell')
    .option('--me <email>', 'your own e-mail address there, so that “mine” means something')
    .option('--objects <types>', 'keep only these here, separated by commas; users and pipelines always come')
    .option('--only-mine', 'keep only records that you own')
    .option('--since <day>', 'keep only what was changed on that day or later, such as 2026-01-01')
    .option('--raw', 'keep the provider’s own form of each record, too')
    .action(({ connector, url, connectionId, tokenEnv, tokenStdin, name, provider, me, ...scope }) =>
      act('connect', async ({ around, out, satchel }) => {
        const wanted = parseScope(scope)
        const token = await tokenFrom(around, { tokenEnv, tokenStdin })
        const client = await satchel()
        const connection = await client.request('connections.connect', {
          connector,
          url,
          connectionId,
          token,
          name: name ?? null,
          provider: provider ?? null,
          me: me ?? null,
        })
        if (Object.keys(wanted).length > 0) await client.request('connections.setScope', { connection: connection.id, scope: wanted })
        const state = stateOf(await client.request('sync.status', { connection: connection.id }), connection)
        if (out.json) return out.document(connectionJson(connection, state))
        await out.say(`Connected ${connection.name} (${connection.provider}) at ${connection.url}.`)
        await out.note('Nothing was pulled yet: satchel sync')
      }),
    )

  program
    .command('connections')
    .description('the linked CRM accounts')
    .action(() =>
      act('connections', async ({ out, satchel }) => {
        const client = await satchel()
        const connections = await client.request('connections.list', {})
        const status = await client.request('sync.status', {})
        if (out.json) {
          for (const connection of connections) await out.document(connectionJson(connection, stateOf(status, connection)))
          return
        }
        if (connections.length === 0) return out.note('Nothing is connected yet: satchel connect --url URL --connection-id ID')
        await out.table(
          [{ title: 'NAME' }, { title: 'PROVIDER' }, { title: 'STATE' }, { title: 'CONNECTION ID' }, { title: 'URL' }],
          connections.map((connection) => [
            connection.name,
            connection.provider,
            stateOf(status, connection),
            connection.connectionId,
            connection.url,
          ]),
        )
      }),
    )

  program
    .command('disconnect')
    .description('unlink a CRM account and remove its copy from this computer; the CRM is not touched')
    .argument('<name>')
    .option('--discard-changes', 'also drop the changes that were never pushed')
    .action((name, { discardChanges = false }) =>
      act('disconnect', async ({ out, satchel }) => {
        const client = await satchel()
        const connection = findConnection(await client.request('connections.list', {}), name)
        const { removedRecords } = await client.request('connections.disconnect', { connection: connection.id, withChanges: discardChanges })
        if (out.json) return out.document({ name: connection.name, removed_records: removedRecords })
        await out.say(`Disconnected ${connection.name}; ${removedRecords} records were removed from this computer.`)
      }),
    )
}

async function tokenFrom(
  around: Surroundings,
  { tokenEnv, tokenStdin }: { readonly tokenEnv?: string | undefined; readonly tokenStdin?: true | undefined },
) {
  if (tokenEnv !== undefined && tokenStdin) wrongUsage('--token-env and --token-stdin can’t be used together.')
  if (tokenEnv === undefined) return { value: tokenStdin ? await readTokenFromStdin(around) : await askForToken(around) }
  // A token that was given as the name would be kept in the settings; this catches most of them before.
  if (/^[A-Za-z_]\w*$/.test(tokenEnv)) return { env: tokenEnv }
  return wrongUsage('--token-env takes the name of an environment variable, not the token.', 'For example: --token-env CRM_TOKEN')
}

function stateOf(status: Status, { id }: Connection): ConnectionState {
  return status.connections.find(({ connection }) => connection === id)?.state ?? 'connected'
}
