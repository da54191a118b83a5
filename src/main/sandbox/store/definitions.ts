/**
 * The custom fields that are defined in this CRM. They begin as the sample company's own and are kept with the data, so what was
 * defined is there after a restart of a kept store.
 */
import type { JsonObject } from '../../../shared/model/json'
import { customFieldDefinitions } from '../data/custom-fields'
import { readAbout, type Store, writeAbout } from './open'

/** One definition as it travels. */
export interface Definition extends JsonObject {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly object_type: string
}

export interface Definitions {
  /** In the order in which they were made. */
  all(): readonly Definition[]
  /** Of one object type of the CRM, such as `contact`. */
  of(object: string): readonly Definition[]
  find(id: string): Definition | null
  /** An id that none has or had. */
  newId(): string
  save(definition: Definition): void
  remove(id: string): void
}

const KEPT_UNDER = 'definitions'

export function createDefinitions(store: Store): Definitions {
  const kept = readAbout(store, KEPT_UNDER)
  let definitions = kept === null ? customFieldDefinitions : (JSON.parse(kept) as readonly Definition[])
  let last = Number(readAbout(store, `last ${KEPT_UNDER}`) ?? definitions.length)

  function keep(next: readonly Definition[]): void {
    definitions = next
    writeAbout(store, KEPT_UNDER, JSON.stringify(next))
  }

  return {
    all: () => definitions,
    of: (object) => definitions.filter((definition) => definition.object_type === `crm_${object}`),
    find: (id) => definitions.find((definition) => definition.id === id) ?? null,
    newId() {
      last += 1
      writeAbout(store, `last ${KEPT_UNDER}`, String(last))
      return `cf${last}`
    },
    save(definition) {
      const known = definitions.some(({ id }) => id === definition.id)
      keep(known ? definitions.map((each) => (each.id === definition.id ? definition : each)) : [...definitions, definition])
    },
    remove: (id) => keep(definitions.filter((definition) => definition.id !== id)),
  }
}
