/** `settings`: what is set up, and setting it. Connections have commands of their own; what an interface remembers is its own affair. */
import { preview } from '../../../shared/failure'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import type { Settings } from '../../../shared/settings'
import { chosenConnection } from '../invocation'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

export function addSettingsCommand(program: Program, act: Act): void {
  program
    .command('settings')
    .description(
      'show the settings, or set some: push.mode=automatic sends changes by themselves; with --connection for that one alone, as for sync.intervalSeconds and appearance.colour',
    )
    .argument('[name=value...]', 'such as push.mode=review, sync.intervalSeconds=120 or appearance.theme=dark')
    .action((given) =>
      act('settings', async (invocation) => {
        const { out } = invocation
        const satchel = await invocation.satchel()
        const connection = given.length === 0 ? null : await chosenConnection(invocation)
        const present = await satchel.request('settings.get', {})
        const known = [...flat(shown(present)).keys()]
        const patch = given.map((each) => parseSetting(each, known, connection?.id ?? null)).reduce<JsonObject>(merged, {})
        // What the values may be is the engine's to judge, by the schema that both ends share.
        const settings = given.length === 0 ? present : await satchel.request('settings.set', patch)
        if (out.json) return out.document(shown(settings))
        for (const [name, value] of flat(shown(settings))) await out.say(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      }),
    )
}

function shown({ appearance, sync, push, notifications }: Settings): JsonObject {
  return { appearance, sync, push, notifications }
}

/** By their dotted names. */
function flat(settings: JsonObject, prefix = ''): ReadonlyMap<string, Json> {
  return new Map(
    Object.entries(settings).flatMap(([key, value]): readonly (readonly [string, Json])[] =>
      isJsonObject(value) ? [...flat(value, `${prefix}${key}.`)] : [[`${prefix}${key}`, value ?? null]],
    ),
  )
}

function parseSetting(raw: string, known: readonly string[], connection: string | null): JsonObject {
  const at = raw.indexOf('=')
  if (at <= 0) wrongUsage(`${preview(raw)} has no “=”.`, 'For example: satchel settings push.mode=automatic')
  const [name, text] = [raw.slice(0, at), raw.slice(at + 1)]
  const names = known.filter((each) => !/^(push\.connections|sync\.connections|appearance\.colours)\./.test(each))
  const own = ofOneConnection[name as keyof typeof ofOneConnection]
  if (connection === null && name === 'appearance.colour')
    wrongUsage('A colour is one connection’s.', 'For example: satchel --connection Acme settings appearance.colour=green')
  if (own === undefined && !names.includes(name)) wrongUsage(`There is no setting ${preview(name)}.`, `Settings: ${names.join(', ')}.`)
  if (connection === null) return nested(name.split('.'), valueOf(text))
  if (own === undefined)
    wrongUsage(`${name} is the same for all connections.`, `Only these can be set for one: ${Object.keys(ofOneConnection).join(', ')}.`)
  // Empty: as the rest again.
  return nested([...own, connection], text === '' ? null : valueOf(text))
}

/** What one connection may have of its own, and where that is kept. */
const ofOneConnection = {
  'push.mode': ['push', 'connections'],
  'sync.intervalSeconds': ['sync', 'connections'],
  'appearance.colour': ['appearance', 'colours'],
} as const

function valueOf(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+$/.test(text) ? Number(text) : text
}

function nested([first = '', ...rest]: readonly string[], value: Json): JsonObject {
  return { [first]: rest.length === 0 ? value : nested(rest, value) }
}

function merged(a: JsonObject, b: JsonObject): JsonObject {
  const result: Record<string, Json | undefined> = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const before = result[key]
    result[key] = isJsonObject(before) && isJsonObject(value) ? merged(before, value) : value
  }
  return result
}
