/** `sandbox`: a CRM to try things on, with sample data and faults on request. */
import { once } from 'node:events'
import { parseWholeNumber } from '../arguments'
import type { Act, Program } from '../program'

export function addSandboxCommand(program: Program, act: Act): void {
  program
    .command('sandbox')
    .description('a CRM of our own with sample data; runs until stopped')
    .option('--port <n>', 'else any free one')
    .option('--records <n>', 'how many in all, or by type: contact=N,deal=N,…')
    .option('--seed <n>', 'the same seed makes the same data')
    .option('--profile <crm>', 'like one of salesforce, hubspot, pipedrive, zoho, …, see docs/sandbox.md')
    .option('--faults <spec>', 'what should go wrong, see docs/sandbox.md')
    .option('--store <file>', 'keep its data in this file')
    .action(({ port, records, seed, profile, faults, store }) =>
      act(
        'sandbox',
        async ({ around, out }) => {
          const sandbox = await around.runSandbox({
            port: port === undefined ? null : parseWholeNumber('--port', port, { least: 0, most: 65_535 }),
            records: records ?? null,
            seed: seed === undefined ? null : parseWholeNumber('--seed', seed, { least: 0, most: 4_294_967_295 }),
            profile: profile ?? null,
            faults: faults ?? null,
            store: store ?? null,
            note: (line) => void out.note(line),
          })
          const { url, connectionId, token, workspaceId } = sandbox
          try {
            if (out.json) await out.document({ url, connection_id: connectionId, token, workspace_id: workspaceId })
            else await out.say(`url            ${url}`, `connection_id  ${connectionId}`, `token          ${token}`, `workspace_id   ${workspaceId}`)
            if (!around.stopped.aborted) await once(around.stopped, 'abort')
          } finally {
            await sandbox.close()
          }
        },
        { untilStopped: true },
      ),
    )
}
