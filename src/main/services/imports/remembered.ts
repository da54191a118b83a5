/** What a person chose for a table's columns, kept in the settings and offered again for the very same titles. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type WritableObjectType, writableObjectTypes } from '../../../shared/model/object-type'
import type { SettingsHolder } from '../workbench'

const KEY = 'imports.mappings'
/** The latest ones; a person has a handful of sources. */
const MOST = 50

const entrySchema = z.object({ titles: z.string(), object: z.enum(writableObjectTypes), targets: z.array(z.string().nullable()) })
const entriesSchema = z.array(entrySchema)

export interface RememberedMapping {
  readonly object: WritableObjectType
  readonly targets: readonly (string | null)[]
}

/** The latest choice for these titles, of that object type or of any. */
export function rememberedMapping(settings: SettingsHolder, titles: readonly string[], object: WritableObjectType | null): RememberedMapping | null {
  const key = keyOf(titles)
  return entriesOf(settings).find((entry) => entry.titles === key && (object === null || entry.object === object)) ?? null
}

export async function rememberMapping(settings: SettingsHolder, titles: readonly string[], mapping: RememberedMapping): Promise<void> {
  const entry = { titles: keyOf(titles), object: mapping.object, targets: [...mapping.targets] }
  const others = entriesOf(settings).filter(({ titles: each, object }) => each !== entry.titles || object !== entry.object)
  await settings.change((current) => ({ ...current, interface: { ...current.interface, [KEY]: [entry, ...others].slice(0, MOST) } }))
}

function entriesOf(settings: SettingsHolder): z.output<typeof entriesSchema> {
  const parsed = entriesSchema.safeParse(settings.current().interface[KEY])
  // What another version wrote there is no reason not to import.
  return parsed.success ? parsed.data : []
}

function keyOf(titles: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(titles)).digest('hex').slice(0, 24)
}
