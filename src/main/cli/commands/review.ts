/** `check`: what a person asks of the outbox before a push. */
import type { CheckReport } from '../../../shared/sync/report'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code'
import { chosenConnection, requireChanges } from '../invocation'
import { errorJson } from '../output/error'
import type { Output } from '../output/output'
import { checkJson } from '../output/shapes'
import type { Act, Program } from '../program'

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
