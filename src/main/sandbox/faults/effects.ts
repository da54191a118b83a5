/**
 * What was really done to the CRM's records, in order, whoever asked and whatever they were answered.
 *
 * A client that sends a create twice because the first answer was lost sees one success; here two creates are on record. An
 * update that wiped a colleague's field lists that field.
 */
import { canonicalJson, type Json, type JsonObject } from '../../../shared/model/json'
import type { CrmObject } from '../catalogue'
import { idOf } from '../store/open'
import type { StoredRecord } from '../store/records'

export interface Effect {
  readonly number: number
  readonly at: string
  readonly verb: 'create' | 'replace' | 'patch' | 'delete'
  readonly object: CrmObject
  readonly id: string
  /** `client`: through the API. `colleague`: behind its back, by a test or a fault. */
  readonly by: 'client' | 'colleague'
  /** Each field that is not what it was: before and after, null where it is absent. */
  readonly changed: Readonly<Record<string, { readonly before: Json; readonly after: Json }>>
}

/** The oldest ones are dropped beyond this many. */
const KEPT_EFFECTS = 100_000

export interface Effects {
  note(effect: { verb: Effect['verb']; by: Effect['by']; before: StoredRecord | null; after: StoredRecord | null; at: number }): void
  since(number: number): readonly Effect[]
  clear(): void
}

/** `told` hears of each as it is noted. */
export function createEffects(told: (effect: Effect, before: StoredRecord | null, after: StoredRecord | null) => void = () => undefined): Effects {
  let effects: Effect[] = []
  let last = 0
  return {
    note({ verb, by, before, after, at }) {
      const record = after ?? before
      if (!record) return
      last += 1
      const changed = differences(before?.document ?? {}, after?.document ?? {})
      const effect: Effect = {
        number: last,
        at: new Date(at).toISOString(),
        verb,
        object: record.object as CrmObject,
        id: idOf(record.key),
        by,
        changed,
      }
      effects.push(effect)
      if (effects.length > KEPT_EFFECTS * 1.1) effects = effects.slice(-KEPT_EFFECTS)
      told(effect, before, after)
    },
    since: (number) => effects.filter((effect) => effect.number > number),
    clear() {
      effects = []
    },
  }
}

function differences(before: JsonObject, after: JsonObject): Effect['changed'] {
  const changed: Record<string, { before: Json; after: Json }> = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (canonicalJson(before[name]) !== canonicalJson(after[name])) changed[name] = { before: before[name] ?? null, after: after[name] ?? null }
  }
  return changed
}
