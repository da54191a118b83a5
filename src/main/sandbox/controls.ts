/** What a test may do to the CRM behind the client's back. In process these are functions; over HTTP, paths below `/_sandbox/`. */
import type { JsonObject } from '../../shared/model/json'
import { faithful, type Writes } from './api/writes'
import { wholeRecord } from './api/shape'
import { type CrmObject, crmObjects, type SandboxObject } from './catalogue'
import type { Effect, Effects } from './faults/effects'
import type { Faults } from './faults/faults'
import { type FaultRule, parseFaults } from './faults/spec'
import type { DeliveryNote } from './hooks/courier'
import type { Hooks } from './hooks/hooks'
import { idOf, keyOf, parseKey } from './store/open'
import type { Records } from './store/records'

/** A colleague's edit: not struck by faults, and on record as theirs. `updated_at` sets the stamp as given, backwards too. */
export type ColleagueEdit = { readonly object: CrmObject; readonly updated_at?: number | null } & (
  | { readonly create: JsonObject }
  | { readonly id: readonly string[]; readonly patch: JsonObject }
  | { readonly id: readonly string[]; readonly delete: true }
)

export interface Controls {
  readonly faults: Pick<Faults, 'rules' | 'spec'>
  setFaults(faults: string | readonly FaultRule[]): void
  /** Answers the ids of the records it touched. */
  edit(edit: ColleagueEdit): readonly string[]
  effects(since?: number): readonly Effect[]
  clearEffects(): void
  /** How many requests of each kind came in: `GET contact`, `PUT deal`. */
  requests(): Readonly<Record<string, number>>
  find(object: SandboxObject, id: string): JsonObject | null
  all(object: SandboxObject): readonly JsonObject[]
  count(object: SandboxObject): number
  readonly webhooks: {
    /** What deliveries are signed with. */
    readonly secret: string
    /** What became of each delivery, oldest first. */
    deliveries(): readonly DeliveryNote[]
    /** Lets go of what is held back or delayed; resolves when all of it was answered. */
    flush(): Promise<void>
  }
}

export interface ControlParts {
  readonly records: Records
  readonly writes: Writes
  readonly faults: Faults
  readonly effects: Effects
  readonly requests: Readonly<Record<string, number>>
  readonly hooks: Pick<Hooks, 'courier'>
  readonly secret: string
}

export function createControls({ records, writes, faults, effects, requests, hooks, secret }: ControlParts): Controls {
  /** Several records with one stamp, as an import or a bulk edit leaves them. */
  function shareStamp(object: CrmObject, howMany: number): void {
    const keys = records.newest(object, howMany)
    const [newest] = keys.length > 0 ? records.read(object, keys.slice(0, 1)) : []
    if (newest) records.stamp(keys, newest.updatedAt)
  }

  return {
    faults,
    setFaults(next) {
      faults.set(typeof next === 'string' ? parseFaults(next) : next)
      for (const rule of faults.rules.filter(({ fault }) => fault === 'equal-stamps')) {
        for (const object of crmObjects) if (rule.objects.length === 0 || rule.objects.includes(object)) shareStamp(object, Number(rule.value))
      }
    },
    edit(edit) {
      const ids = applyEdit(writes, edit)
      if (edit.updated_at !== undefined && edit.updated_at !== null && !('delete' in edit)) {
        records.stamp(
          ids.map((id) => keyOf(edit.object, Number(id))),
          edit.updated_at,
        )
      }
      return ids
    },
    effects: (since = 0) => effects.since(since),
    clearEffects: () => effects.clear(),
    requests: () => ({ ...requests }),
    find(object, id) {
      const key = parseKey(object, id)
      const record = key === null ? null : records.find(object, key)
      return record && wholeRecord(record, { stamps: 'millisecond' })
    },
    all: (object) => records.all(object).map((record) => wholeRecord(record, { stamps: 'millisecond' })),
    count: (object) => records.count(object),
    webhooks: { secret, deliveries: () => hooks.courier.notes(), flush: () => hooks.courier.flush() },
  }
}

function applyEdit(writes: Writes, edit: ColleagueEdit): readonly string[] {
  if ('create' in edit) return [idOf(writes.create(edit.object, edit.create, 'colleague', faithful).key)]
  for (const id of edit.id) {
    if ('patch' in edit) writes.patch(edit.object, id, edit.patch, 'colleague', faithful)
    else writes.remove(edit.object, id, 'colleague')
  }
  return edit.id
}
