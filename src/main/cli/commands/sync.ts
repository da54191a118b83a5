/** `sync`, `watch`, `status`, `reconcile` and `verify`: between the CRM and the mirror. */
import { describeNotice } from '../../../shared/storage-notice'
import type { Satchel } from '../../../shared/contract/client'
import type { ConnectionId } from '../../../shared/model/ids'
import type { Failure } from '../../../shared/failure'
import type { SyncReport } from '../../../shared/sync/report'
import { parseInterval, parseObjects } from '../arguments'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code'
import { chosenConnection, type Invocation } from '../invocation'
import { statusJson, syncJson, verifyJson } from '../output/shapes'
import { supportRows } from '../output/support-words'
import { capabilitiesJson, capabilityRows, type ConnectionCapabilities } from '../output/capability-words'
import { differenceRows, sayStatus, saySync } from '../output/sync-words'
import { showProgress } from '../progress'
import type { Act, Program } from '../program'

export function addSyncCommands(program: Program, act: Act): void {
  program
    .command('sync')
    .description('send what is approved, nothing else; then pull what changed')
    .option('--objects <types>', 'only these, separated by commas')
    .option('--full', 'walk everything again instead of asking for what changed')
    .option('--reconcile', 'compare all ids afterwards: finds deletions and what was missed')
    .action(({ objects, full = false, reconcile = false }) =>
      act('sync', async (invocation) => {
        const chosen = parseObjects(objects)
        return reportRun(invocation, (satchel, connection) => satchel.request('sync.run', { connection, objects: chosen, full, reconcile }))
      }),
    )

  program
    .command('watch')
    .description('poll until stopped')
    .option('--interval <time>', 'between two polls, such as 60s or 5m', '60s')
    .action(({ interval }) => act('watch', (invocation) => watch(invocation, parseInterval(interval)), { untilStopped: true }))

  program
    .command('status')
    .description('where each pull stands, and how many changes wait')
    .option('--capabilities', 'instead: what each CRM turned out to do, and what showed it')
    .action(({ capabilities = false }) =>
      act('status', async (invocation) => {
        if (capabilities) return sayCapabilities(invocation)
        const { out, satchel } = invocation
        const connection = (await chosenConnection(invocation))?.id ?? null
        const client = await satchel()
        const status = await client.request('sync.status', { connection })
        const notices = await client.request('workspace.notices', {})
        if (out.json) return out.document(statusJson(status, notices))
        for (const notice of notices) await out.note(describeNotice(notice))
        await sayStatus(out, status)
      }),
    )

  program
    .command('reconcile')
    .description('compare the mirror with the CRM and put the mirror right')
    .option('--objects <types>', 'only these, separated by commas')
    .action(({ objects }) =>
      act('reconcile', async (invocation) => {
        const chosen = parseObjects(objects)
        return reportRun(invocation, (satchel, connection) => satchel.request('sync.reconcile', { connection, objects: chosen }))
      }),
    )

  program
    .command('verify')
    .description('compare the mirror with the CRM and only report')
    .action(() =>
      act('verify', async (invocation) => {
        const { out, satchel } = invocation
        const connection = (await chosenConnection(invocation))?.id ?? null
        const result = await (await satchel()).request('sync.verify', { connection })
        if (out.json) return out.document(verifyJson(result))
        if (result.equal) return out.say('The mirror and the CRM hold the same.')
        await out.table(
          [{ title: 'OBJECT' }, { title: 'ID' }, { title: 'FIELD' }, { title: 'MIRROR' }, { title: 'CRM' }],
          differenceRows(result.differences),
        )
        await out.note(`${result.differences.length} differences. Put the mirror right with: satchel reconcile`)
      }),
    )
}

async function sayCapabilities(invocation: Invocation): Promise<void> {
  const { out, satchel } = invocation
  const chosen = await chosenConnection(invocation)
  const client = await satchel()
  const connections = chosen ? [chosen] : await client.request('connections.list', {})
  const found: ConnectionCapabilities[] = await Promise.all(
    connections.map(async ({ id, name }) => ({
      name,
      objects: await client.request('connections.capabilities', { connection: id }),
      support: (await client.request('connections.support', { connection: id })).objects,
    })),
  )
  if (out.json) return out.document(capabilitiesJson(found))
  if (found.length === 0) await out.note('Nothing is connected yet: satchel connect --provider PROVIDER')
  for (const each of found) {
    await out.say(each.name)
    if (each.support.length > 0) await out.table([{ title: 'OBJECT' }, { title: 'THE CRM SAYS THAT IT' }], supportRows(each.support))
    const columns = ['OBJECT', 'CAPABILITY', 'VALUE', 'EVIDENCE', 'WHEN'].map((title) => ({ title }))
    await out.table(columns, capabilityRows(each))
  }
}

type Run = (satchel: Satchel, connection: ConnectionId | null) => Promise<SyncReport>

async function reportRun(invocation: Invocation, run: Run): Promise<ExitCode> {
  const { out, satchel, around } = invocation
  const connection = (await chosenConnection(invocation))?.id ?? null
  const client = await satchel()
  const progress = showProgress(client, around.stderr)
  const report = await run(client, connection).finally(() => progress.end())
  if (out.json) await out.document(syncJson(report))
  else await saySync(out, report)
  return exitCodeOfSync(report)
}

/** What stopped a connection's run outweighs what was found before: there may be more to find. */
function exitCodeOfSync({ connections }: SyncReport): ExitCode {
  const stopped = connections.map(({ error }) => error).find((error): error is Failure => error !== null)
  if (stopped) return exitCodeOf(stopped)
  return connections.some(({ newConflicts }) => newConflicts > 0) ? exitCodes.needsDecision : exitCodes.done
}

/** A round that fails is reported and the next one comes all the same; only when nobody lets us in any more it ends. */
async function watch(invocation: Invocation, intervalMs: number): Promise<ExitCode> {
  const { out, satchel, around } = invocation
  const connection = (await chosenConnection(invocation))?.id ?? null
  const client = await satchel()
  while (!around.stopped.aborted) {
    const report = await untilStopped(client.request('sync.run', { connection }), around.stopped)
    if (report === null) break
    if (out.json) await out.document(syncJson(report))
    else await saySync(out, report)
    if (report.connections.length > 0 && report.connections.every(({ error }) => error?.kind === 'not-authorized')) return exitCodes.notAuthorized
    await around.pause(intervalMs)
  }
  return exitCodes.done
}

/** The answer, or null when we are asked to end before it comes; the engine stops the rest when it is closed. */
async function untilStopped<Value>(answer: Promise<Value>, stopped: AbortSignal): Promise<Value | null> {
  let ended: (() => void) | null = null
  const end = new Promise<null>((resolve) => {
    ended = () => resolve(null)
    if (stopped.aborted) resolve(null)
    else stopped.addEventListener('abort', ended, { once: true })
  })
  try {
    return await Promise.race([answer, end])
  } finally {
    if (ended) stopped.removeEventListener('abort', ended)
    answer.catch(() => undefined)
  }
}
