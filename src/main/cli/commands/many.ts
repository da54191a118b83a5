/** `edit-many` and `totals`: one edit of all records that match, and what they add up to. */
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import { bulkActions, type BulkAction } from '../../../shared/model/bulk-edit'
import type { RecordId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import type { WritableObjectType } from '../../../shared/model/object-type'
import { addTotals, type GroupTotal, type Totals } from '../../../shared/model/totals'
import { parseFilter, parseObject, parseSet, parseUnset, parseWhere, parseWritableObject } from '../arguments'
import { type Invocation, requireConnection } from '../invocation'
import { eachPage } from '../pages'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

/** So many are one transaction. */
const PART = 500

export function addManyCommands(program: Program, act: Act): void {
  program
    .command('edit-many')
    .description('the same edit of all records that match, as one batch')
    .argument('<object>')
    .option('--where <field=value...>', 'only records in which the field has this value; all must hold')
    .option('--filter <json>', 'only records that match this filter')
    .option('--search <text>', 'only records in which these words are found')
    .option('--all', 'all records of the type: asked for by name, so that a forgotten filter is no accident')
    .option('--set <path=json...>', 'a field and its new value')
    .option('--unset <path...>', 'a field to clear')
    .option('--add <path=json...>', `entries to add to a list, such as 'tags=["Key"]'`)
    .option('--remove <path=json...>', 'entries to remove from a list')
    .option('--copy <path=json...>', `a field and the one it is copied from, such as 'description="name"'`)
    .option('--replace <path=json...>', `find and replace, such as 'name={"find": "GmbH", "by": "AG"}'`)
    .option('--delete', 'delete them instead')
    .option('--dry-run', 'only say what would change')
    .option('--batch <name>', 'the name of the batch')
    .action((rawObject, options) =>
      act('edit-many', async (invocation) => {
        const object = parseWritableObject(rawObject)
        const { where = [], filter, search = '', all = false, delete: remove = false, dryRun = false } = options
        const edits = editsOf(options)
        if (where.length === 0 && filter === undefined && search === '' && !all)
          wrongUsage('This would edit every record.', 'Say which with --where, --filter or --search, or --all if you mean it.')
        if (remove === edits.length > 0) wrongUsage('Nothing to do, or two things at once: give an edit such as --set, or --delete.')
        const { id: connection, me } = await requireConnection(invocation)
        const selection = { connection, me, object, where: where.map((raw) => parseWhere(object, raw)), filter: parseFilter(filter), search }
        const ids = await idsOf(invocation, selection)
        const batch = options.batch ?? `${remove ? 'Delete' : 'Edit'} ${ids.length} ${object}`
        const result = await inParts(invocation, { connection, object, ids, edits, batch, remove, dryRun })
        if (invocation.out.json) return invocation.out.document({ matched: ids.length, ...result, batch: dryRun ? null : batch })
        const would = dryRun ? 'would change' : 'changed'
        await invocation.out.say(`${ids.length} match: ${result.changed} ${would}, ${result.already} already so.`)
      }),
    )

  program
    .command('totals')
    .description('how many records match, and what their figures add up to')
    .argument('<object>')
    .option('--where <field=value...>', 'only records in which the field has this value; all must hold')
    .option('--filter <json>', 'only records that match this filter')
    .option('--search <text>', 'only records in which these words are found')
    .option('--by <field>', 'in groups of records that share this field; dates by their month')
    .option('--figures <fields>', 'figures to add up, such as amount,probability')
    .action((rawObject, { where = [], filter, search = '', by, figures }) =>
      act('totals', async (invocation) => {
        const object = parseObject(rawObject)
        const { id: connection, me } = await requireConnection(invocation)
        const asked = figures === undefined ? [] : figures.split(',').map((field) => field.trim())
        const query = {
          connection,
          me,
          object,
          where: where.map((raw) => parseWhere(object, raw)),
          filter: parseFilter(filter),
          search,
          figures: asked,
        }
        const groups = await totalsOf(invocation, { ...query, groupBy: by ?? null })
        if (invocation.out.json) {
          for (const { key, label, count, figures: sums } of groups)
            await invocation.out.document({ key, label, count, figures: sums.map((sum) => ({ ...sum })) })
          return
        }
        await invocation.out.table(
          [{ title: by === undefined ? '' : by.toUpperCase() }, { title: 'COUNT' }, { title: 'SUMS' }],
          groups.map(({ key, label, count, figures: sums }) => [
            by === undefined ? 'all' : (label ?? key ?? '–'),
            String(count),
            sums.map(({ field, currency, sum }) => [field, currency, String(sum)].filter(Boolean).join(' ')).join('; '),
          ]),
        )
      }),
    )
}

interface Edit {
  path: string
  action: BulkAction
  value: Json
}

function editsOf(options: Readonly<Record<string, unknown>> & { readonly unset?: string[] | undefined }): Edit[] {
  const withValue = bulkActions.filter((action) => action !== 'clear')
  const valued = withValue.flatMap((action) => {
    const given = options[action]
    return Array.isArray(given) ? given.map((raw): Edit => ({ ...parseSet(String(raw)), action })) : []
  })
  return [...valued, ...(options.unset ?? []).map((raw): Edit => ({ path: parseUnset(raw), action: 'clear', value: null }))]
}

async function idsOf({ satchel }: Invocation, selection: InputOf<SatchelOperations['records.count']>): Promise<readonly RecordId[]> {
  const client = await satchel()
  const ids: RecordId[] = []
  for await (const { rows } of eachPage((part) => client.request('records.ids', { ...selection, ...part }), { after: null, limit: null }))
    ids.push(...rows)
  return ids
}

interface Many {
  readonly connection: Awaited<ReturnType<typeof requireConnection>>['id']
  readonly object: WritableObjectType
  readonly ids: readonly RecordId[]
  readonly edits: Edit[]
  readonly batch: string
  readonly remove: boolean
  readonly dryRun: boolean
}

/** Part by part; what is done stays done when the command is stopped. */
async function inParts(
  { satchel }: Invocation,
  { connection, object, ids, edits, batch, remove, dryRun }: Many,
): Promise<{ changed: number; already: number }> {
  const client = await satchel()
  let changed = 0
  for (let at = 0; at < ids.length; at += PART) {
    const part = { connection, object, ids: ids.slice(at, at + PART) }
    if (dryRun) changed += remove ? part.ids.length : (await client.request('records.previewEdit', { ...part, edits, samples: 0 })).changed
    else
      changed += (
        remove ? await client.request('records.deleteMany', { ...part, batch }) : await client.request('records.editMany', { ...part, edits, batch })
      ).changed
  }
  return { changed, already: ids.length - changed }
}

async function totalsOf({ satchel }: Invocation, query: InputOf<SatchelOperations['records.totals']>): Promise<readonly GroupTotal[]> {
  const client = await satchel()
  let groups: readonly GroupTotal[] = []
  let after: number | null = null
  do {
    const part: Totals = await client.request('records.totals', { ...query, after })
    groups = addTotals(groups, part.groups)
    after = part.next
  } while (after !== null)
  return groups
}
