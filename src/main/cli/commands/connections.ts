/** `connections` and `disconnect`: what is linked, and unlinking it. */
import { Option } from '@commander-js/extra-typings'
import type { Satchel } from '../../../shared/contract/client'
import { describeFailure } from '../../../shared/failure'
import type { Connection } from '../../../shared/model/views'
import type { EndedWebhooks } from '../../../shared/sync/webhook'
import { writeFileWhole } from '../export/write-file-whole'
import { findConnection, type Invocation } from '../invocation'
import { jsonLine } from '../output/output'
import { changeJson, connectionJson } from '../output/shapes'
import { supportJson } from '../output/support-words'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'
import { stateOf } from './connect'

export function addConnectionCommands(program: Program, act: Act): void {
  program
    .command('connections')
    .description('the linked CRM accounts')
    .option('--support', 'with --json: who signed in, and what each CRM says it can do')
    .action(({ support = false }) =>
      act('connections', async ({ out, satchel }) => {
        const client = await satchel()
        const connections = await client.request('connections.list', {})
        const status = await client.request('sync.status', {})
        if (out.json) {
          for (const connection of connections) {
            const said = support ? (await client.request('connections.support', { connection: connection.id })).objects : null
            const more = said === null ? {} : { account: connection.account, support: supportJson(said) }
            await out.document({ ...connectionJson(connection, stateOf(status, connection)), ...more })
          }
          return
        }
        if (connections.length === 0) return out.note('Nothing is connected yet: satchel connect --provider PROVIDER')
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
    .description('unlink a CRM account; the CRM is not touched')
    .argument('<name>')
    .option('--wipe', 'remove its copy from this computer; this is what happens unless --keep is given')
    .option('--keep', 'keep its copy, to be read and edited; nothing comes or goes any more')
    .addOption(new Option('--changes <what>', 'what becomes of changes that were never pushed').choices(['push', 'export', 'drop'] as const))
    .option('--out <file>', 'with --changes export: the file they are written to, one a line, before they go')
    .option('--discard-changes', 'the same as --changes drop')
    .action((name, { wipe = false, keep = false, changes: wanted, out: file, discardChanges = false }) =>
      act('disconnect', async ({ out, satchel }) => {
        if (wipe && keep) wrongUsage('--wipe and --keep can’t be used together.')
        const changes = wanted ?? (discardChanges ? 'drop' : undefined)
        if (changes === 'export' && file === undefined) wrongUsage('--changes export needs a file.', 'For example: --out changes.ndjson')
        const client = await satchel()
        const connection = findConnection(await client.request('connections.list', {}), name)
        const exported = changes === 'export' && file !== undefined ? await exportChanges(client, connection, file) : null
        const { removedRecords, pushed, webhooks } = await client.request('connections.disconnect', {
          connection: connection.id,
          copy: keep ? 'keep' : 'wipe',
          push: changes === 'push',
          withChanges: exported ?? changes === 'drop',
        })
        if (out.json) {
          const { removed, left, elsewhere, failure } = webhooks
          return out.document({
            name: connection.name,
            kept: keep,
            removed_records: removedRecords,
            pushed,
            exported: exported?.length ?? 0,
            webhooks: { removed, left, elsewhere, why: failure === null ? null : describeFailure(failure) },
          })
        }
        if (exported) await out.say(`${exported.length} changes were written to ${file}.`)
        if (pushed > 0) await out.say(`${pushed} changes were pushed.`)
        await sayEnded(out, webhooks)
        await out.say(
          keep
            ? `Disconnected ${connection.name}; its copy stays. Take it up again: satchel connect --again ${connection.name}`
            : `Disconnected ${connection.name}; ${removedRecords} records were removed from this computer.`,
        )
      }),
    )
}

async function sayEnded(out: Invocation['out'], { removed, left, elsewhere, failure }: EndedWebhooks): Promise<void> {
  if (removed > 0) await out.say(`${removed} webhooks were removed from the CRM.`)
  if (failure !== null) await out.note(`${left} webhooks are still there: ${describeFailure(failure)} Remove them on the API’s console.`)
  if (elsewhere > 0) await out.note(`${elsewhere} webhooks tell another address, and stay.`)
}

/** The changes as `changes --json` prints them. Answers their ids: only what is in the file may go. */
async function exportChanges(client: Satchel, { id: connection }: Connection, file: string): Promise<string[]> {
  const changes = await client.request('changes.list', { connection })
  const lines = async function* (): AsyncGenerator<string> {
    for (const change of changes) yield `${jsonLine(changeJson(change))}\n`
  }
  await writeFileWhole(file, lines())
  return changes.map(({ id }) => id)
}
