/** What others do in the CRM itself, several at once, without asking anybody. */
import { type FieldPath, writeField } from '../../../src/shared/model/field-path'
import type { Json, JsonObject } from '../../../src/shared/model/json'
import type { ModelServer } from '../model-server'
import type { VirtualWorld } from '../virtual-world'
import { fieldsOf, isList, listAt, markOf, type Mirrored, mirrored, valueOf } from './fields'

export interface Colleagues {
  edit(random: () => number): void
  /** Many records, one stamp. */
  editMany(random: () => number): void
  create(): void
  import(random: () => number): void
  remove(random: () => number): void
  /** A few records of one type. */
  removeMany(random: () => number): void
  /** A link alone: it moves no stamp. */
  relink(random: () => number): void
  /** Records that only a whole listing can show as they are: changed without a stamp. */
  readonly unstamped: Set<string>
  /** Names of records made here and removed there. */
  readonly removed: Set<string>
}

export interface ColleagueParts {
  readonly server: ModelServer
  readonly world: VirtualWorld
  readonly note: (line: string) => void
  /** They keep to the first so many records of each type; null: to none in particular. */
  readonly desk: number | null
  /** More of one moment than this nobody could read any more: a CRM that lets one skip no further shows no more of one second. */
  readonly mostAtOnce: number
}

export function createColleagues({ server, world, note, desk, mostAtOnce }: ColleagueParts): Colleagues {
  // What stood in the CRM on the first day bears the numbers below.
  let last = 900
  const unstamped = new Set<string>()
  const removed = new Set<string>()
  const pick = <Item>(items: readonly Item[], random: () => number): Item | undefined => items[Math.floor(random() * items.length)]

  const onDesk = (object: Mirrored): readonly JsonObject[] => server.records(object).slice(0, desk ?? undefined)
  const removeOne = (object: Mirrored, random: () => number): void => {
    const record = pick(server.records(object), random)
    if (!record) return
    removed.add(String(record['name']))
    server.remove(object, String(record['id']))
    note(`  colleague deletes ${object} ${String(record['id'])} at ${world.now()}`)
  }

  const change = (object: Mirrored, record: JsonObject, random: () => number, path?: FieldPath): void => {
    const field = fieldsOf[object].find((each) => each.path === path) ?? pick(fieldsOf[object], random)
    if (!field || field.kind === 'links') return
    const mark = markOf(field.kind, (last += 1), 't')
    const entry = valueOf(field.kind, mark)
    const list = listAt(record, field.path)
    const value: Json = isList(field.kind) ? [...(random() < 0.3 ? list.slice(1) : list), entry] : random() < 0.1 ? '' : entry
    server.put(object, writeField(record, field.path, value === '' ? undefined : value))
    unstamped.delete(`${object} ${String(record['id'])}`)
    note(`  colleague sets ${object} ${String(record['id'])} ${field.path} = ${JSON.stringify(value)}`)
  }
  const add = (): void => {
    const object = mirrored[(last += 1) % 3] ?? 'contact'
    const id = server.put(object, { name: `Theirs ${last}`, mystery: { kept: [last, null] } })
    note(`  colleague makes ${object} ${id}`)
  }

  return {
    unstamped,
    removed,
    edit(random) {
      const object = pick(mirrored, random) ?? 'contact'
      const record = pick(onDesk(object), random)
      if (record) change(object, record, random)
    },
    editMany(random) {
      const object = pick(mirrored, random) ?? 'contact'
      const path = pick(fieldsOf[object], random)?.path
      let left = mostAtOnce
      for (const record of server.records(object)) if (random() < 0.7 && (left -= 1) >= 0) change(object, record, random, path)
    },
    create: add,
    import(random) {
      const count = 3 + Math.floor(random() * 12)
      for (let made = 0; made < count; made += 1) add()
    },
    remove: (random) => removeOne(pick(mirrored, random) ?? 'contact', random),
    removeMany(random) {
      const object = random() < 0.7 ? 'contact' : (pick(mirrored, random) ?? 'contact')
      for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) removeOne(object, random)
    },
    relink(random) {
      const record = pick(server.records('contact'), random)
      const company = pick(server.records('company'), random)
      if (!record || !company) return
      server.put('contact', { ...record, company_ids: [company['id'] ?? null] }, null)
      unstamped.add(`contact ${String(record['id'])}`)
      note(`  colleague links contact ${String(record['id'])} with company ${String(company['id'])}, no stamp`)
    },
  }
}
