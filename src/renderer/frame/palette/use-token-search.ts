/** Records that tokens narrow to, over all connections: each type of each connection is asked for the first few. */
import { useQueries } from '@tanstack/react-query'
import type { Satchel } from '../../../shared/contract/client'
import type { Filter } from '../../../shared/model/filter'
import { isJsonObject, type JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { textOf } from '../../../shared/model/record'
import type { Connection, ListRow, SearchHit } from '../../../shared/model/views'
import { queryKeys } from '../../data/query-keys'
import { useSatchel } from '../../data/satchel'
import { listOf } from '../../parts/diff/list-diff'
import { formatMoney } from '../../parts/format'
import { filterOfTokens, type Token, type TokenNames, tokenObjects } from './palette-tokens'

const MOST_EACH = 8
/** Slices of a long list that are looked through before what was found will do. */
const MOST_SLICES = 12

export interface TokenSearch {
  readonly hits: readonly SearchHit[]
  readonly settled: boolean
}

export function useTokenSearch(
  connections: readonly Connection[],
  { tokens, rest, objects }: { readonly tokens: readonly Token[]; readonly rest: string; readonly objects: readonly ObjectType[] | null },
): TokenSearch {
  const satchel = useSatchel()
  const asked = tokens.length === 0 ? [] : connections
  const names = useQueries({
    queries: asked.map(({ id }) => ({
      queryKey: [...queryKeys.documents(id, 'user'), 'names for tokens'],
      queryFn: () => namesOf(satchel, id),
    })),
  })
  const wanted = asked.flatMap((connection, at) => {
    const known = names[at]?.data
    if (known === undefined) return []
    return tokenObjects.flatMap((object) => {
      const filter = objects === null || objects.includes(object) ? filterOfTokens(object, tokens, known) : null
      return filter === null ? [] : [{ connection, object, filter }]
    })
  })
  const answers = useQueries({
    queries: wanted.map(({ connection, object, filter }) => ({
      queryKey: ['search', 'tokens', connection.id, object, rest, filter],
      queryFn: () => firstRows(satchel, { connection, object, filter, rest }),
      gcTime: 30_000,
    })),
  })
  return {
    hits: wanted.flatMap(({ connection, object }, at) => (answers[at]?.data ?? []).map((row) => toHit(connection, object, row))),
    settled: names.every(({ data }) => data !== undefined) && answers.every(({ data }) => data !== undefined),
  }
}

async function namesOf(satchel: Satchel, connection: Connection['id']): Promise<TokenNames> {
  const all = async (object: ObjectType): Promise<readonly JsonObject[]> =>
    (await satchel.request('records.documents', { connection, object, limit: 1000 })).rows
  const [users, pipelines] = await Promise.all([all('user'), all('pipeline')])
  const stages = pipelines.flatMap((pipeline) =>
    listOf(pipeline['stages']).flatMap((stage) => (isJsonObject(stage) && typeof stage['name'] === 'string' ? [stage['name']] : [])),
  )
  return {
    users: users.flatMap((user) => (typeof user['id'] === 'string' ? [{ id: user['id'], name: textOf(user, 'name') ?? '' }] : [])),
    stages: [...new Set(stages)],
  }
}

interface Wanted {
  readonly connection: Connection
  readonly object: ObjectType
  readonly filter: Filter
  readonly rest: string
}

async function firstRows(satchel: Satchel, { connection, object, filter, rest }: Wanted): Promise<readonly ListRow[]> {
  const rows: ListRow[] = []
  let after: string | null = null
  for (let slice = 0; slice < MOST_SLICES; slice += 1) {
    const page: { readonly rows: readonly ListRow[]; readonly next: string | null } = await satchel.request('records.list', {
      connection: connection.id,
      object,
      search: rest,
      filter,
      me: connection.me,
      after,
      limit: MOST_EACH - rows.length,
    })
    rows.push(...page.rows)
    after = page.next
    if (after === null || rows.length >= MOST_EACH) break
  }
  return rows
}

function toHit(connection: Connection, object: ObjectType, { id, remoteId, name, values }: ListRow): SearchHit {
  const amount = values['amount']
  const currency = values['currency']
  const parts = [
    textOf(values, 'title'),
    textOf(values, 'company') ?? textOf(values, 'company_name'),
    textOf(values, 'stages'),
    typeof amount === 'number' ? formatMoney(amount, typeof currency === 'string' ? currency : null) : null,
    textOf(values, 'industry'),
    textOf(values, 'status'),
  ].filter(Boolean)
  return { id, remoteId, connection: connection.id, object, name, fact: parts.length === 0 ? null : parts.join(' · ') }
}
