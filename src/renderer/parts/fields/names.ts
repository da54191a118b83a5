/** Names for the ids that a value refers to: from what the record's view brought along, else asked of the mirror, once each. */
import { useQueries } from '@tanstack/react-query'
import type { FieldKind } from '../../../shared/model/fields'
import { type ConnectionId, parseRecordId, type RecordId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'
import { queryKeys } from '../../data/query-keys'
import { useSatchel } from '../../data/satchel'
import { idsIn } from './field-text'

export interface Named {
  readonly id: RecordId
  readonly object: ObjectType
  readonly name: string | null
}
export type Names = (id: string) => Named | null

/** The names that came with a record. */
export function namesOf(view: RecordView | null | undefined): Names {
  const names = view?.names ?? {}
  return (id) => (Object.hasOwn(names, id) ? (names[id] ?? null) : null)
}

export interface Mention {
  readonly kind: FieldKind
  readonly to: ObjectType | null
  readonly value: Json | undefined
}

/** For values that no view brought names for: a change, a line of history, a choice just made. */
export function useNames(connection: ConnectionId, mentions: readonly Mention[], known: Names = () => null): Names {
  const satchel = useSatchel()
  const wanted = new Map<string, { readonly object: ObjectType; readonly id: string }>()
  for (const { kind, to, value } of mentions) {
    if (to === null) continue
    for (const id of idsIn(kind, value)) if (known(id) === null) wanted.set(`${to} ${id}`, { object: to, id })
  }
  const targets = [...wanted.values()]
  const answers = useQueries({
    queries: targets.map(({ object, id }) => ({
      queryKey: queryKeys.record(connection, object, id),
      queryFn: () => satchel.request('records.get', { connection, object, id: parseRecordId(id) }),
    })),
  })
  const found = new Map(
    targets.flatMap(({ id, object }, index) => {
      const view = answers[index]?.data
      return view ? [[id, { id: view.id, object, name: view.name }] as const] : []
    }),
  )
  return (id) => known(id) ?? found.get(id) ?? null
}
