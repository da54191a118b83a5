/** `create`, `edit` and `delete`: each makes a change in the outbox, durable when the command ends. Nothing is sent. */
import { text } from 'node:stream/consumers'
import { parseRecordId } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import { parseData, parseSet, parseUnset, parseWritableObject } from '../arguments'
import { type Invocation, requireConnection } from '../invocation'
import { changeInWords } from '../output/change-words'
import { madeChangeJson } from '../output/shapes'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

const BATCH = ['--batch <name>', 'put the change into this batch'] as const

export function addEditCommands(program: Program, act: Act): void {
  program
    .command('create')
    .description('make a record here; it goes to the CRM with the next push')
    .argument('<object>')
    .requiredOption('--data <json>', 'its fields as a JSON object; - reads it from stdin')
    .option(...BATCH)
    .option('--incomplete', 'make it though required custom fields have no value; the CRM may refuse it')
    .action((rawObject, { data, batch, incomplete = false }) =>
      act('create', async (invocation) => {
        const object = parseWritableObject(rawObject)
        const fields = parseData(data === '-' ? await text(invocation.around.stdin) : data)
        const connection = await requireConnection(invocation)
        const change = await (
          await invocation.satchel()
        ).request('records.create', { connection: connection.id, object, data: fields, batch: batch ?? null, complete: !incomplete })
        await answer(invocation, change)
      }),
    )

  program
    .command('edit')
    .description('change fields of one record here')
    .argument('<object>')
    .argument('<id>', 'the CRM’s id, or ours')
    .option('--set <path=json...>', `a field and its new value, such as 'title="CEO"'`)
    .option('--unset <path...>', 'a field to clear')
    .option(...BATCH)
    .action((rawObject, id, { set = [], unset = [], batch }) =>
      act('edit', async (invocation) => {
        const object = parseWritableObject(rawObject)
        const fields = { set: set.map(parseSet), unset: unset.map(parseUnset) }
        if (set.length + unset.length === 0) wrongUsage('Nothing to change: give --set or --unset.')
        const connection = await requireConnection(invocation)
        const target = { connection: connection.id, object, id: parseRecordId(id) }
        await answer(invocation, await (await invocation.satchel()).request('records.edit', { ...target, ...fields, batch: batch ?? null }))
      }),
    )

  program
    .command('delete')
    .description('delete a record here; the CRM is asked to with the next push')
    .argument('<object>')
    .argument('<id>', 'the CRM’s id, or ours')
    .option(...BATCH)
    .action((rawObject, id, { batch }) =>
      act('delete', async (invocation) => {
        const object = parseWritableObject(rawObject)
        const connection = await requireConnection(invocation)
        const target = { connection: connection.id, object, id: parseRecordId(id) }
        await answer(invocation, await (await invocation.satchel()).request('records.delete', { ...target, batch: batch ?? null }))
      }),
    )
}

/** Null where nothing is left to push: the value is what it was, or the record was never sent. */
export async function answer({ out }: Invocation, change: Change | null): Promise<void> {
  if (out.json) return out.document(change && madeChangeJson(change))
  if (change) return out.say(...changeInWords(change))
  await out.say('Nothing is left to push for this record.')
}
