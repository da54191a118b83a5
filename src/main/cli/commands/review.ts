/** `check`, `restore` and `reverse`: what a person asks of the outbox besides pushing it. */
import { fail } from '../../../shared/failure'
import { type ChangeId, parseChangeId } from '../../../shared/model/ids'
import type { CheckReport } from '../../../shared/sync/report'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code'
import { chosenConnection, type Invocation, requireChanges } from '../invocation'
import { errorJson } from '../output/error'
import type { Output } from '../output/output'
import { checkJson } from '../output/shapes'
import type { Act, Program } from '../program'
import { answer } from './changes'

export function addReviewCommands(program: Program, act: Act): void {
  program
    .command('check')
    .description('dry run: what a push of these, or of all that wait, would do now; sends and changes nothing')
    .argument('[change...]', 'ids of changes, or batches')
    .action((names) =>
      act('check', async (invocation) => {
        const { out, satchel } = invocation
        const changes = names.length === 0 ? null : await requireChanges(invocation, names)
        const connection = (await chosenConnection(invocation))?.id ?? null
        const report = await (await satchel()).request('changes.check', { connection, ids: changes?.map(({ id }) => id) ?? null })
        await (out.json ? printReport(out, report) : sayReport(out, report))
        return exitCodeOfCheck(report)
      }),
    )

  program
    .command('restore')
    .description('bring discarded changes back: they wait again; kept for 30 days')
    .argument('<change...>', 'ids of changes, or batches')
    .action((names) =>
      act('restore', async (invocation) => {
        const ids = await idsOf(invocation, names, 'discarded')
        await answer(invocation, await (await invocation.satchel()).request('changes.restore', { ids }))
      }),
    )

  program
    .command('reverse')
    .description('propose the opposite of pushed changes, where the CRM still holds what they brought; nothing is sent')
    .argument('<change...>', 'ids of changes, or batches')
    .action((names) =>
      act('reverse', async (invocation) => {
        const ids = await idsOf(invocation, names, 'pushed')
        const { changes, leftOut } = await (await invocation.satchel()).request('changes.reverse', { ids })
        await answer(invocation, changes)
        await invocation.out.note(...leftOut.map(({ id, path, why }) => `Left out: change ${id}${path === null ? '' : `, ${path}`}. ${why}`))
      }),
    )
}

/** What was named, as it stands, and of a batch whatever is in that state: the rest of it is nobody's question. */
async function idsOf(invocation: Invocation, names: readonly string[], state: 'discarded' | 'pushed'): Promise<ChangeId[]> {
  const connection = (await chosenConnection(invocation))?.id ?? null
  const changes = await (await invocation.satchel()).request('changes.list', { connection, ids: [...names], closed: true })
  const unknown: ChangeId[] = []
  for (const name of names) {
    const named = changes.filter(({ id, batch }) => id === name || batch === name)
    // The engine knows whether it was never there, or has been kept long enough.
    if (named.length === 0) unknown.push(parseChangeId(name))
    else if (!named.some(({ id, state: stands }) => id === name || stands === state)) {
      fail({ kind: 'bad-input', where: `batch ${name}`, expected: `a batch with a ${state} change`, got: 'none' })
    }
  }
  return [...changes.filter((change) => names.includes(change.id) || change.state === state).map(({ id }) => id), ...unknown]
}

/** A program must not take a guess for an answer: only what was read is printed, and then why the rest is missing. */
async function printReport(out: Output, { checks, error }: CheckReport): Promise<void> {
  for (const check of checks) if (check.fresh) await out.document(checkJson(check))
  if (error) await out.document({ error: errorJson(error) })
}

async function sayReport(out: Output, { checks, error }: CheckReport): Promise<void> {
  if (error) {
    const { message, hint } = errorJson(error)
    await out.note(message, ...(hint ? [hint] : []), 'What is marked “unchecked” is judged by what the mirror last saw.')
  }
  if (checks.length === 0) return out.note('Nothing waits to be pushed.')
  await out.table(
    [{ title: 'CHANGE' }, { title: 'WOULD' }, { title: 'WHY' }],
    checks.map(({ id, would, why, fresh }) => [id, fresh ? would : `${would}, unchecked`, why]),
  )
}

function exitCodeOfCheck({ checks, error }: CheckReport): ExitCode {
  if (error) return exitCodeOf(error)
  return checks.some(({ would }) => would === 'conflict' || would === 'reject') ? exitCodes.needsDecision : exitCodes.done
}
