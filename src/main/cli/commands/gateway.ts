/** `raw`, `calls` and `issues`: past the API to the CRM behind it, and what the API tells of itself. */
import { parseWholeNumber } from '../arguments'
import { requireConnection } from '../invocation'
import { isoTime } from '../output/shapes'
import { callJson, issueJson } from '../output/webhook-shapes'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

const DEFAULT_LINES = 25

export function addGatewayCommands(program: Program, act: Act): void {
  program
    .command('raw')
    .description('read from the CRM behind the API, in its own words: for what the model lacks')
    .argument('<method>', 'GET: what is written goes through the outbox')
    .argument('<path>', 'below the CRM’s API, such as crm/v3/owners?limit=5')
    .action((method, path) =>
      act('raw', async (invocation) => {
        if (method.toUpperCase() !== 'GET')
          wrongUsage('raw only reads.', 'For example: satchel raw GET crm/v3/owners. Records are changed with satchel edit.')
        const { id: connection } = await requireConnection(invocation)
        const { status, type, text } = await (await invocation.satchel()).request('gateway.raw', { connection, path })
        const json = parsed(text)
        if (invocation.out.json) return invocation.out.document({ status, type, body: json ?? text })
        await invocation.out.say(...(json === undefined ? text : JSON.stringify(json, null, 2)).split('\n'))
      }),
    )

  program
    .command('calls')
    .description('the log that the API keeps of calls to it, newest first')
    .option('--errors', 'only those that failed')
    .option('--limit <n>', `at most so many (${DEFAULT_LINES})`)
    .action(({ errors = false, limit }) =>
      act('calls', async (invocation) => {
        const { out } = invocation
        const { id: connection } = await requireConnection(invocation)
        const calls = await (await invocation.satchel()).request('gateway.calls', { connection, onlyErrors: errors, limit: linesOf(limit) })
        if (out.json) {
          for (const call of calls) await out.document(callJson(call))
          return
        }
        if (calls.length === 0) return out.note('The API has logged no such call.')
        await out.table(
          ['TIME', 'STATUS', 'METHOD', 'WHAT', 'PATH'].map((title) => ({ title })),
          calls.map(({ at, status, method, name, path }) => [isoTime(at) ?? '', status, method, name, path]),
        )
      }),
    )

  program
    .command('issues')
    .description('the tickets at the API’s support')
    .option('--limit <n>', `at most so many (${DEFAULT_LINES})`)
    .action(({ limit }) =>
      act('issues', async (invocation) => {
        const { out } = invocation
        const { id: connection } = await requireConnection(invocation)
        const issues = await (await invocation.satchel()).request('gateway.issues', { connection, limit: linesOf(limit) })
        if (out.json) {
          for (const issue of issues) await out.document(issueJson(issue))
          return
        }
        if (issues.length === 0) return out.note('There is no ticket.')
        await out.table(
          ['REFERENCE', 'STATUS', 'CHANGED', 'TITLE'].map((title) => ({ title })),
          issues.map(({ reference, status, updatedAt, title }) => [reference, status, isoTime(updatedAt) ?? '', title]),
        )
      }),
    )
}

function linesOf(limit: string | undefined): number {
  return limit === undefined ? DEFAULT_LINES : parseWholeNumber('--limit', limit, { least: 1, most: 100 })
}

/** Undefined where it is no JSON: then the text is what there is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // The CRM answers in any form it likes.
    return undefined
  }
}
