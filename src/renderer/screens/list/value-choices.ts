/** Values that a field has in the mirror, the commonest first, each with how many records have it. */
import { filterFieldAt } from '../../../shared/model/filter'
import type { ConnectionId } from '../../../shared/model/ids'
import { isJsonObject } from '../../../shared/model/json'
import { textOf } from '../../../shared/model/record'
import type { ObjectType } from '../../../shared/model/object-type'
import { groupFields } from '../../../shared/model/totals'
import { useTotals } from '../../data/list-queries'
import { useDocuments } from '../../data/queries'
import { useText } from '../../messages/text'
import { listOf } from '../../parts/diff/list-diff'
import { optionLabel } from '../../parts/fields/labels'

export interface ValueChoice {
  /** As a condition names it. */
  readonly value: string
  readonly label: string
  /** Null where nobody counted. */
  readonly count: number | null
}

export function useValueChoices(connection: ConnectionId, object: ObjectType, path: string): readonly ValueChoice[] {
  const t = useText()
  const field = filterFieldAt(object, path)
  const counted = groupFields(object).includes(path) && field?.kind !== 'date'
  const totals = useTotals({ connection, object, search: '', filter: null, me: null }, { groupBy: counted ? path : null, enabled: counted })
  const users = useDocuments(connection, 'user').data ?? []
  const pipelines = useDocuments(connection, 'pipeline').data ?? []
  const counts = new Map((totals ?? []).flatMap(({ key, count }) => (key === null ? [] : [[key, count] as const])))
  if (field?.kind === 'user')
    return users
      .flatMap((user) =>
        typeof user['id'] === 'string'
          ? [{ value: user['id'], label: textOf(user, 'name') ?? user['id'], count: counts.get(user['id']) ?? (counted ? 0 : null) }]
          : [],
      )
      .toSorted(byCount)
  if (field?.kind === 'stage') {
    const names = pipelines.flatMap(({ stages }) =>
      listOf(stages).flatMap((stage) => (isJsonObject(stage) && typeof stage['name'] === 'string' ? [stage['name']] : [])),
    )
    return [...new Set(names)].map((name) => ({ value: name, label: name, count: counts.get(name.toLowerCase()) ?? 0 }))
  }
  const found = (totals ?? []).flatMap(({ key, label, count }) =>
    key === null ? [] : [{ value: label ?? key, label: optionLabel(t, path, label ?? key), count }],
  )
  const known = (field?.options ?? [])
    .filter((option) => !counts.has(option.toLowerCase()))
    .map((option) => ({ value: option, label: optionLabel(t, path, option), count: counted ? 0 : null }))
  return [...found.toSorted(byCount), ...known]
}

function byCount(one: ValueChoice, other: ValueChoice): number {
  return (other.count ?? 0) - (one.count ?? 0) || one.label.localeCompare(other.label)
}
