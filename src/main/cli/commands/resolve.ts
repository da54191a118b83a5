/** `resolve`: decides a conflict, the same for all others like it, and takes a decision back. */
import { fail } from '../../../shared/failure'
import type { Change } from '../../../shared/sync/change'
import { parseFieldDecision, parseSet, parseTake } from '../arguments'
import { requireChanges } from '../invocation'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'
import { answer } from './changes'

export function addResolveCommand(program: Program, act: Act): void {
  program
    .command('resolve')
    .description('decide a conflict: for all fields, by field, or with a value of your own')
    .argument('<change>', 'the id of a change, or a batch')
    .option('--take <side>', 'mine, theirs or base, for every field that is not named')
    .option('--field <path=side...>', 'for one field')
    .option('--set <path=json...>', 'for one field, a value of your own')
    .option('--same', 'decide all other conflicts like it the same, where a side was taken; alone: as it was decided before')
    .option('--is <id>', 'of a new record that may be in the CRM already: it is this one there (--take mine creates it anyway)')
    .option('--undo', 'take the decision back, as long as it was not pushed')
    .action((name, { take, field = [], set = [], same = false, undo = false, is }) =>
      act('resolve', async (invocation) => {
        const side = take === undefined ? null : parseTake('--take', take)
        const fields = [
          ...field.map(parseFieldDecision),
          ...set.map(parseSet).map(({ path, value }) => ({ path, decision: { take: 'value' as const, value } })),
        ]
        const decides = side !== null || fields.length > 0
        if (undo && (decides || same)) wrongUsage('--undo takes a decision back, and makes none.')
        if (!decides && !same && !undo && is === undefined)
          wrongUsage('Decide: --take mine|theirs|base, --field path=mine|theirs|base or --set path=json.')
        if (is !== undefined && (decides || same || undo)) wrongUsage('--is is an answer of its own.')
        const twice = fields.find(({ path }, index) => fields.findIndex((other) => other.path === path) !== index)
        if (twice) wrongUsage(`${twice.path} is decided twice.`)
        // What was decided for theirs is closed already. Of a batch, what this can be done to.
        const found = await requireChanges(invocation, [name], { closed: undo || (!decides && is === undefined) })
        const changes = found.filter(({ id, decided, state }) => id === name || (decides ? state === 'conflict' : decided || state === 'conflict'))
        if (changes.length === 0) fail({ kind: 'bad-input', where: `batch ${name}`, expected: 'a conflict, or one that was decided', got: 'none' })
        const satchel = await invocation.satchel()
        if (undo) return answer(invocation, await satchel.request('changes.reopen', { ids: changes.map(({ id }) => id) }))
        if (is !== undefined) {
          const [only, ...others] = changes
          if (!only || others.length > 0) wrongUsage('--is: name one change.')
          return answer(invocation, await satchel.request('changes.adopt', { id: only.id, remoteId: is }))
        }
        const touched = new Map<string, Change>()
        for (const { id } of changes) {
          const paths = fields.length > 0 && side === null ? fields.map(({ path }) => path) : null
          const decided = decides ? await satchel.request('changes.resolve', { id, take: side, fields }) : []
          const alike = same ? await satchel.request('changes.resolveAlike', { id, paths }) : []
          for (const each of [...decided, ...alike]) touched.set(each.id, each)
        }
        await answer(invocation, [...touched.values()])
      }),
    )
}
