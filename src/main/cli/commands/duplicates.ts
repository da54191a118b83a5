/** `duplicates` and `merge`: records that look like one, and making one of several. */
import { preview } from '../../../shared/failure'
import {
  type DuplicateObject,
  duplicateObjects,
  type DuplicateReason,
  mergeableObjects,
  type MergeableObject,
  type MergeResult,
} from '../../../shared/model/duplicates'
import { parseObject, parseWholeNumber } from '../arguments'
import { requireConnection } from '../invocation'
import { duplicateGroupJson, mergeJson } from '../output/import-shapes'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

const reasonWords: Readonly<Record<DuplicateReason, string>> = {
  email: 'same e-mail',
  phone: 'same phone',
  domain: 'same domain',
  name: 'same name',
  'near-name': 'nearly the same name',
  'same-company': 'same company',
}

export function addDuplicateCommands(program: Program, act: Act): void {
  program
    .command('duplicates')
    .description('contacts or companies that look like the same one, the surest first')
    .argument('<object>', duplicateObjects.join(' or '))
    .option('--limit <n>', 'at most so many groups', '1000')
    .option('--distinct <ids...>', 'say that these are not the same one; they are not listed together any more')
    .action((rawObject, { limit, distinct }) =>
      act('duplicates', async (invocation) => {
        const { out } = invocation
        const object = parseDuplicateObject(rawObject)
        const most = parseWholeNumber('--limit', limit, { least: 1, most: 1000 })
        const { id: connection } = await requireConnection(invocation)
        const satchel = await invocation.satchel()
        if (distinct) {
          if (distinct.length < 2) wrongUsage('--distinct: name at least two records.')
          await satchel.request('duplicates.distinct', { connection, object, ids: distinct })
        }
        const list = await satchel.request('duplicates.list', { connection, object, limit: most })
        const groups = list?.groups ?? []
        if (list && !list.complete) await out.note('So many look alike that not all were compared.')
        if (out.json) {
          for (const group of groups) await out.document(duplicateGroupJson(group))
          return
        }
        if (groups.length === 0) return out.note('Nothing looks like a duplicate.')
        for (const { strength, reasons, records } of groups) {
          await out.say(`${strength}: ${reasons.map((reason) => reasonWords[reason]).join(', ')}`)
          await out.say(...records.map(({ id, remoteId, name, fact }) => `  ${remoteId ?? id}  ${name ?? ''}${fact === null ? '' : `  (${fact})`}`))
        }
      }),
    )

  program
    .command('merge')
    .description('make one record of several: one batch of changes, the others deleted; nothing is sent')
    .argument('<object>', mergeableObjects.join(', '))
    .argument('<keep>', 'the record that stays')
    .argument('<others...>', 'the records that become part of it')
    .option('--take <path=id...>', 'the value of this field comes from that record; else the keeper’s, where it has one')
    .option('--batch <name>', 'the name of the batch')
    .action((rawObject, keep, others, { take = [], batch }) =>
      act('merge', async (invocation) => {
        const { out } = invocation
        const object = parseMergeableObject(rawObject)
        const pick = Object.fromEntries(take.map(parseTake))
        const { id: connection } = await requireConnection(invocation)
        const satchel = await invocation.satchel()
        const merged = await satchel.request('duplicates.merge', { connection, object, keep, others: [...others], pick, batch: batch ?? null })
        if (out.json) return out.document(mergeJson(merged))
        await out.say(...inWords(merged))
      }),
    )
}

function inWords({ batch, fields, moved, deleted }: MergeResult): string[] {
  const links = moved.map(({ object, count }) => `${count} ${object}`).join(', ')
  return [
    `Batch “${batch}”: ${deleted} to be deleted; ${fields.length === 0 ? 'no field changes' : `fields: ${fields.join(', ')}`}.`,
    ...(links === '' ? [] : [`Links moved: ${links}.`]),
  ]
}

function parseDuplicateObject(raw: string): DuplicateObject {
  const object = parseObject(raw)
  return (
    duplicateObjects.find((each) => each === object) ??
    wrongUsage(`Duplicates of ${object} are not looked for.`, `Of these they are: ${duplicateObjects.join(', ')}.`)
  )
}

function parseMergeableObject(raw: string): MergeableObject {
  const object = parseObject(raw)
  return mergeableObjects.find((each) => each === object) ?? wrongUsage(`A ${object} can’t be merged.`, `These can: ${mergeableObjects.join(', ')}.`)
}

function parseTake(raw: string): readonly [string, string] {
  const at = raw.indexOf('=')
  return at > 0 ? [raw.slice(0, at), raw.slice(at + 1)] : wrongUsage(`--take: ${preview(raw)} has no “=”.`, 'For example: --take title=501')
}
