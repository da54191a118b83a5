/** `fields`: the custom fields that are defined in the CRM, and defining them. */
import { customFieldObjects, type CustomField, type CustomFieldObject, hasCustomFields } from '../../../shared/model/custom-field'
import { failureOf } from '../../../shared/failure'
import { isJsonObject, type JsonObject } from '../../../shared/model/json'
import type { ConnectionId } from '../../../shared/model/ids'
import { parseJson, parseObject } from '../arguments'
import { type Invocation, requireConnection } from '../invocation'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

export function addFieldsCommand(program: Program, act: Act): void {
  program
    .command('fields')
    .description('the custom fields of an object type as the CRM defines them; or define one, change or remove it there')
    .argument('<object>', customFieldObjects.join(', '))
    .option('--add <json>', `define one: '{"name": "Tier", "format": "SINGLE_SELECT", "options": ["Gold", "Silver"]}'`)
    .option('--edit <slug json...>', `change one: tier '{"name": "Level"}'`)
    .option('--remove <slug>', 'remove one, and in most CRMs every record’s value of it')
    .option('--industries', 'of companies: the industries that the CRM has a list of')
    .action((rawObject, { add, edit, remove, industries = false }) =>
      act('fields', async (invocation) => {
        const object = parseFieldsObject(rawObject)
        if ([add, edit, remove].filter((each) => each !== undefined).length > 1) wrongUsage('--add, --edit and --remove can’t be used together.')
        const { id: connection } = await requireConnection(invocation)
        const target = { connection, object }
        if (industries) return sayIndustries(invocation, target)
        if (add !== undefined) return sayFields(invocation, [await defined(invocation, { ...target, definition: parseDefinition('--add', add) })])
        if (edit !== undefined) return sayFields(invocation, [await changed(invocation, target, edit)])
        if (remove !== undefined) return removed(invocation, target, remove)
        return list(invocation, target)
      }),
    )
}

/** Asked with the fields, and kept with them. */
async function sayIndustries({ out, satchel: open }: Invocation, { connection, object }: Target): Promise<void> {
  if (object !== 'company') wrongUsage('Only companies have an industry.', 'For example: satchel fields company --industries')
  const satchel = await open()
  await satchel.request('fields.refresh', { connection })
  const industries = await satchel.request('fields.industries', { connection })
  if (out.json) return out.document({ industries })
  if (industries.length === 0) await out.note('This CRM has no list of industries.')
  for (const each of industries) await out.say(each)
}

interface Target {
  readonly connection: ConnectionId
  readonly object: CustomFieldObject
}

async function list(invocation: Invocation, { connection, object }: Target): Promise<void> {
  const { out } = invocation
  const satchel = await invocation.satchel()
  try {
    const { supported } = await satchel.request('fields.refresh', { connection, now: true })
    if (!supported) await out.note('This CRM tells nothing of its custom fields.')
  } catch (error) {
    const failure = failureOf(error)
    if (failure?.kind !== 'unreachable' && failure?.kind !== 'asked-to-wait') throw error
    await out.note(`${(error as Error).message} These are the fields as they were last read.`)
  }
  await sayFields(invocation, await satchel.request('fields.list', { connection, object }))
}

async function defined({ satchel }: Invocation, input: Target & { readonly definition: JsonObject }): Promise<CustomField> {
  return (await satchel()).request('fields.add', input)
}

async function changed(invocation: Invocation, target: Target, given: readonly string[]): Promise<CustomField> {
  const [slug, json, ...more] = given
  if (slug === undefined || json === undefined || more.length > 0)
    return wrongUsage('--edit takes a slug and a JSON object.', `For example: --edit tier '{"options": ["Gold", "Silver", "Bronze"]}'`)
  const satchel = await invocation.satchel()
  await satchel.request('fields.refresh', { connection: target.connection })
  return satchel.request('fields.edit', { ...target, slug, definition: parseDefinition('--edit', json) })
}

async function removed(invocation: Invocation, target: Target, slug: string): Promise<void> {
  const satchel = await invocation.satchel()
  await satchel.request('fields.refresh', { connection: target.connection })
  await satchel.request('fields.remove', { ...target, slug })
  if (invocation.out.json) return invocation.out.document({ object: target.object, slug, removed: true })
  await invocation.out.say(`Removed the custom field ${slug} of ${target.object}.`)
}

async function sayFields({ out }: Invocation, fields: readonly CustomField[]): Promise<void> {
  if (out.json) {
    for (const field of fields) await out.document(field.document)
    return
  }
  if (fields.length === 0) return out.note('There are no custom fields.')
  await out.table(
    ['SLUG', 'NAME', 'FORMAT', 'REQUIRED', 'OPTIONS'].map((title) => ({ title })),
    fields.map(({ slug, name, format, isRequired, options }) => [slug, name, format ?? '', isRequired ? 'yes' : '', options.join(', ')]),
  )
}

function parseFieldsObject(raw: string): CustomFieldObject {
  const object = parseObject(raw)
  return hasCustomFields(object) ? object : wrongUsage(`A ${object} has no custom fields.`, `Object types: ${customFieldObjects.join(', ')}.`)
}

function parseDefinition(option: string, text: string): JsonObject {
  const definition = parseJson(option, text)
  return isJsonObject(definition)
    ? definition
    : wrongUsage(`${option}: expected a JSON object.`, `For example: --add '{"name": "Tier", "format": "TEXT"}'`)
}
