/** `push`: sends changes and waits until each is settled, or approves them and does not wait. */
import type { PushReport } from '../../../shared/sync/report'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code'
import { chosenConnection, type Invocation, requireChanges } from '../invocation'
import { errorJson } from '../output/error'
import { pushJson } from '../output/shapes'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

export function addPushCommands(program: Program, act: Act): void {
  program
    .command('push')
    .description('send changes to the CRM: the named ones, or all that wait')
    .argument('[change...]', 'ids of changes, or batches; held, refused and conflicting ones go only by name')
    .option('--when-online', 'approve now: they go by themselves, with the next sync or in the app; ends at once')
    .option('--stop', 'end the push under way in the app: what is on its way is settled, the rest waits')
    .option('--field <path...>', 'only this field of the named changes; the others stay behind, as a younger change')
    .action((names, { whenOnline = false, stop = false, field }) =>
      act('push', async (invocation) => {
        const { out, satchel } = invocation
        if (stop && (names.length > 0 || whenOnline || field)) wrongUsage('--stop goes alone: it ends what is under way.')
        if (field && names.length === 0) wrongUsage('--field: name the change that the field is of.')
        if (stop) return stopPush(invocation)
        const changes = names.length === 0 ? null : await requireChanges(invocation, names)
        const connection = (await chosenConnection(invocation))?.id ?? null
        const report = await (
          await satchel()
        ).request(whenOnline ? 'changes.approve' : 'changes.push', {
          connection,
          ids: changes?.map(({ id }) => id) ?? null,
          fields: field ?? null,
        })
        if (out.json) await out.document(pushJson(report))
        else await out.say(whenOnline ? `${report.waiting} approved: they go as soon as the CRM can be reached.` : inWords(report))
        if (report.error && !out.json) {
          const { message, hint } = errorJson(report.error)
          await out.note(message, ...(hint ? [hint] : []))
        }
        if (!out.json && report.conflicts > 0) await out.note('Decide them: satchel conflicts, satchel resolve CHANGE --take mine|theirs')
        if (!out.json && report.rejected > 0) await out.note('See why, edit and send again, or discard: satchel changes')
        return exitCodeOfPush(report)
      }),
    )
}

async function stopPush(invocation: Invocation): Promise<ExitCode> {
  const { out, satchel } = invocation
  const connection = (await chosenConnection(invocation))?.id ?? null
  await (await satchel()).request('changes.stopPush', { connection })
  if (out.json) await out.document({ stopped: true })
  else await out.say('Nothing more is sent. What is on its way is still settled.')
  return exitCodes.done
}

/** A refusal waits for a person as a conflict does: to edit it, send it again or drop it. */
function exitCodeOfPush({ error, conflicts, rejected }: PushReport): ExitCode {
  if (error) return exitCodeOf(error)
  return conflicts > 0 || rejected > 0 ? exitCodes.needsDecision : exitCodes.done
}

function inWords({ pushed, rejected, conflicts, waiting }: PushReport): string {
  return `${pushed} pushed, ${rejected} refused, ${conflicts} in conflict, ${waiting} waiting.`
}
