/** `scope`: what of a CRM is kept here. Changing it takes out what leaves, and lets come what enters. */
import { preview } from '../../../shared/failure'
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import { type PullScope, type ScopedObject, scopedObjects } from '../../../shared/model/scope'
import { type Invocation, requireConnection } from '../invocation'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

type ScopePatch = InputOf<SatchelOperations['connections.setScope']>['scope']

export interface ScopeOptions {
  readonly objects?: string | undefined
  readonly onlyMine?: boolean | undefined
  readonly since?: string | undefined
  readonly fields?: readonly string[] | undefined
  readonly raw?: boolean | undefined
}

export function addScopeCommand(program: Program, act: Act): void {
  program
    .command('scope')
    .description('what of a CRM is kept on this computer; or change it: what leaves goes, what enters comes with the next sync')
    .option('--objects <types>', `${scopedObjects.join(', ')}, separated by commas, or all; users and pipelines always come`)
    .option('--only-mine', 'only records that you own')
    .option('--no-only-mine', 'everybody’s')
    .option('--since <day>', 'only what was changed on that day or later; ever for all')
    .option('--fields <type=fields...>', 'contact=title,emails keeps only these of each contact; contact=all keeps all')
    .option('--raw', 'also the provider’s own form of each record')
    .option('--no-raw', 'without it')
    .action((options) =>
      act('scope', async (invocation) => {
        const { id: connection } = await requireConnection(invocation)
        const satchel = await invocation.satchel()
        const before = await satchel.request('connections.scope', { connection })
        const scope = parseScope(options, before)
        if (Object.keys(scope).length === 0) return sayScope(invocation, before)
        const changed = await satchel.request('connections.setScope', { connection, scope })
        await sayScope(invocation, changed.scope)
        await invocation.out.note(`${changed.removed} records were taken off this computer. What is new here comes with: satchel sync`)
      }),
    )
}

/** Only what was said. */
export function parseScope({ objects, onlyMine, since, fields, raw }: ScopeOptions, before: PullScope | null = null): ScopePatch {
  return {
    ...(objects === undefined ? {} : { objects: objects === 'all' ? null : parseScopedObjects(objects) }),
    ...(onlyMine === undefined ? {} : { onlyMine }),
    ...(since === undefined ? {} : { since: since === 'ever' ? null : parseDay(since) }),
    ...(fields === undefined ? {} : { fields: parseFields(fields, before?.fields ?? {}) }),
    ...(raw === undefined ? {} : { raw }),
  }
}

function parseScopedObjects(text: string): ScopedObject[] {
  return [...new Set(text.split(',').map((name) => parseScopedObject(name.trim())))]
}

function parseScopedObject(name: string): ScopedObject {
  const object = scopedObjects.find((each) => each === name)
  return object ?? wrongUsage(`${preview(name)} can’t be chosen.`, `Choose of ${scopedObjects.join(', ')}, or all. Users and pipelines always come.`)
}

function parseDay(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return text
  return wrongUsage(`--since: ${preview(text)} is no day.`, 'For example: --since 2026-01-01, or --since ever')
}

/** Types that are not named stay as they are. */
function parseFields(given: readonly string[], before: PullScope['fields']): PullScope['fields'] {
  const fields = { ...before }
  for (const each of given) {
    const [name = '', list = ''] = each.split('=', 2)
    const object = parseScopedObject(name)
    const names = list.split(',').flatMap((field) => (field.trim() === '' ? [] : [field.trim()]))
    if (names.length === 0) wrongUsage(`--fields: ${preview(each)} names no field.`, 'For example: --fields contact=title,emails')
    if (names[0] === 'all') delete fields[object]
    else fields[object] = names
  }
  return fields
}

async function sayScope({ out }: Invocation, { objects, onlyMine, since, fields, raw }: PullScope): Promise<void> {
  if (out.json) return out.document({ objects, only_mine: onlyMine, since, fields, raw })
  await out.say(
    `objects   ${objects === null ? 'all' : objects.join(', ')}`,
    `whose     ${onlyMine ? 'only yours' : 'everybody’s'}`,
    `since     ${since ?? 'ever'}`,
    `raw       ${raw ? 'kept' : 'not kept'}`,
    ...Object.entries(fields).map(([object, names]) => `fields    ${object}: ${names.join(', ')}`),
  )
}
