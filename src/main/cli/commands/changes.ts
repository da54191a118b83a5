/** `changes`, `conflicts`, `diff`, `discard`, `hold` and `release`: the outbox as a person handles it. */
import type { Satchel } from '../../../shared/contract/client'
import { type ChangeId, parseChangeId } from '../../../shared/model/ids'
import { type ChangeMove, isRefusal, nextPhase } from '../../../shared/sync/change-moves'
import type { Change } from '../../../shared/sync/change'
import { chosenConnection, type Invocation, requireChanges } from '../invocation'
import { changeInWords, sayChanges } from '../output/change-words'
import { changeJson, listedChangeJson } from '../output/shapes'
import type { Act, Program } from '../program'

const FIELD = ['--field <path...>', 'only this field of it; the rest stays as it is, as a change of its own'] as const
const CHANGES = ['<change...>', 'ids of changes, or batches'] as const

export function addChangeCommands(program: Program, act: Act): void {
  program
    .command('changes')
    .description('what is not pushed yet, oldest first')
    .option('--all', 'pushed and discarded ones too')
    .action(({ all = false }) => act('changes', async (invocation) => answer(invocation, await listChanges(invocation, all), listedChangeJson)))

  program
    .command('conflicts')
    .description('changes that wait for your decision')
    .option('--like <change>', 'only the others like this one, which is open or decided')
    .action(({ like }) =>
      act('conflicts', async (invocation) => {
        if (like !== undefined) return answer(invocation, await (await invocation.satchel()).request('changes.alike', { id: parseChangeId(like) }))
        const changes = await listChanges(invocation, false)
        await answer(
          invocation,
          changes.filter(({ state }) => state === 'conflict'),
          listedChangeJson,
        )
      }),
    )

  program
    .command('diff')
    .description('one change field by field: old and new, and on a conflict mine and theirs')
    .argument('<change>', 'the id of a change, or a batch')
    .action((change) =>
      act('diff', async (invocation) => {
        const changes = await requireChanges(invocation, [change], { closed: true })
        if (invocation.out.json) return answer(invocation, changes, listedChangeJson)
        for (const each of changes) await invocation.out.say(...changeInWords(each))
      }),
    )

  program
    .command('discard')
    .description('drop changes: the record shows again what the CRM has')
    .argument(...CHANGES)
    .option(...FIELD)
    .action((names, { field }) =>
      act('discard', (invocation) =>
        onNamed(invocation, names, 'discard', (satchel, ids) => satchel.request('changes.discard', { ids, fields: field ?? null })),
      ),
    )

  program
    .command('hold')
    .description('keep changes back from the next push')
    .argument(...CHANGES)
    .option(...FIELD)
    .action((names, { field }) =>
      act('hold', (invocation) =>
        onNamed(invocation, names, 'hold', (satchel, ids) => satchel.request('changes.hold', { ids, fields: field ?? null })),
      ),
    )

  program
    .command('release')
    .description('let held or refused changes wait for the next push again')
    .argument(...CHANGES)
    .option(...FIELD)
    .action((names, { field }) =>
      act('release', (invocation) =>
        onNamed(invocation, names, 'release', (satchel, ids) => satchel.request('changes.release', { ids, fields: field ?? null })),
      ),
    )
}

async function listChanges(invocation: Invocation, closed: boolean): Promise<readonly Change[]> {
  const connection = (await chosenConnection(invocation))?.id ?? null
  return (await invocation.satchel()).request('changes.list', { connection, closed })
}

async function onNamed(
  invocation: Invocation,
  names: readonly string[],
  move: ChangeMove,
  work: (satchel: Satchel, ids: ChangeId[]) => Promise<readonly Change[]>,
): Promise<void> {
  const found = await requireChanges(invocation, names)
  // What was named is refused in the engine's words; of a batch the rest is moved, and what stays is said.
  const [moved, left] = [true, false].map((moves) =>
    found.filter(({ id, state }) => (names.includes(id) || !isRefusal(nextPhase(state, move))) === moves),
  )
  const ids = moved?.map(({ id }) => id) ?? []
  await answer(invocation, ids.length === 0 ? [] : await work(await invocation.satchel(), ids))
  if (left && left.length > 0) await invocation.out.note(`Left as they are: ${left.map(({ id, state }) => `change ${id} (${state})`).join(', ')}.`)
}

export async function answer({ out }: Invocation, changes: readonly Change[], shape: (change: Change) => object = changeJson): Promise<void> {
  if (!out.json) return sayChanges(out, changes)
  for (const change of changes) await out.document(shape(change))
}
