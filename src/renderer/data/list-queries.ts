/** What a list asks besides its rows: how many match, what they add up to, and who is behind the ids of a filter. */
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Filter } from '../../shared/model/filter'
import { type ConnectionId, parseRecordId, type RecordId } from '../../shared/model/ids'
import { fieldsByObject } from '../../shared/model/fields'
import type { BulkAction } from '../../shared/model/bulk-edit'
import type { Json, JsonObject } from '../../shared/model/json'
import type { BulkPreview } from '../../shared/model/views'
import { isWritable, type ObjectType } from '../../shared/model/object-type'
import { addTotals, type GroupTotal, type Totals } from '../../shared/model/totals'
import { applySettingsPatch, type Settings, type SettingsPatch } from '../../shared/settings'
import { useCommand } from './mutations'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

/** Which records of a list: as its rows are asked for. */
export interface ListSelection {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly search: string
  readonly filter: Filter | null
  readonly me: string | null
}

export interface TotalsWish {
  readonly figures?: readonly string[]
  readonly groupBy?: string | null
  readonly enabled?: boolean
}

/** Over everything that matches, counted part by part; null until the last part is in. Nobody waits for it: another list is asked first. */
export function useTotals(selection: ListSelection, { figures = [], groupBy = null, enabled = true }: TotalsWish = {}): readonly GroupTotal[] | null {
  const satchel = useSatchel()
  const { data } = useQuery({
    queryKey: [...queryKeys.counts(selection.connection, selection.object), selection, figures, groupBy],
    enabled,
    queryFn: async ({ signal }) => {
      let groups: readonly GroupTotal[] = []
      let after: number | null = null
      do {
        const part: Totals = await satchel.request('records.totals', { ...selection, figures: [...figures], groupBy, after })
        // Nobody asks for it any more: the next part would be work for nothing.
        signal.throwIfAborted()
        groups = addTotals(groups, part.groups)
        after = part.next
      } while (after !== null)
      return groups
    },
  })
  return data ?? null
}

/** How many would match each of these filters instead; null where only looking at very many could tell. */
export function useCounts(selection: ListSelection, filters: readonly (Filter | null)[]): readonly (number | null)[] {
  const satchel = useSatchel()
  const answers = useQueries({
    queries: filters.map((filter) => ({
      queryKey: [...queryKeys.counts(selection.connection, selection.object), 'instead', { ...selection, filter }],
      queryFn: () => satchel.request('records.count', { ...selection, filter }),
    })),
  })
  return answers.map(({ data }) => data ?? null)
}

export interface BulkPreviewWish {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly ids: readonly RecordId[]
  /** Empty: nothing is asked for yet. */
  readonly edits: readonly { readonly path: string; readonly action: BulkAction; readonly value: Json }[]
}

/** What an edit of many would change, counted part by part; null until the last part is in. */
export function useBulkPreview({ connection, object, ids, edits }: BulkPreviewWish): BulkPreview | null {
  const satchel = useSatchel()
  const { data } = useQuery({
    queryKey: [...queryKeys.counts(connection, object), 'preview', ids.length, ids[0], ids.at(-1), edits],
    enabled: edits.length > 0 && isWritable(object),
    queryFn: async ({ signal }) => {
      let whole: BulkPreview = { changed: 0, already: 0, gone: 0, samples: [] }
      for (let at = 0; at < ids.length && isWritable(object); at += PREVIEW_PART) {
        const samples = SAMPLES - whole.samples.length
        const part = await satchel.request('records.previewEdit', {
          connection,
          object,
          ids: ids.slice(at, at + PREVIEW_PART),
          edits: edits.map((each) => ({ ...each })),
          samples,
        })
        signal.throwIfAborted()
        whole = {
          changed: whole.changed + part.changed,
          already: whole.already + part.already,
          gone: whole.gone + part.gone,
          samples: [...whole.samples, ...part.samples],
        }
      }
      return whole
    },
    gcTime: 0,
  })
  return data ?? null
}

/** As many as the contract takes. */
const PREVIEW_PART = 500
const SAMPLES = 5

/** Names of records, by object type and id; asked once each. */
export function useRecordNames(connection: ConnectionId, wanted: readonly { readonly object: ObjectType; readonly id: string }[]) {
  const satchel = useSatchel()
  const answers = useQueries({
    queries: wanted.map(({ object, id }) => ({
      queryKey: queryKeys.record(connection, object, id),
      queryFn: () => satchel.request('records.get', { connection, object, id: parseRecordId(id) }),
    })),
  })
  return (object: ObjectType, id: string): string | null =>
    answers[wanted.findIndex((each) => each.object === object && each.id === id)]?.data?.name ?? null
}

/** Keeps something of the interface's own in the settings. It is on screen in the same frame, and on the disk right after. */
export function useSaveInterface(): (part: SettingsPatch['interface']) => void {
  const client = useQueryClient()
  const settings = useCommand('settings.set')
  return (part) => {
    client.setQueryData<Settings>(queryKeys.settings, (current) => current && applySettingsPatch(current, { interface: part }))
    // What could not be saved is told, and shown as it still is.
    void settings
      .run({ interface: part })
      .then((answer) => (answer === undefined ? client.invalidateQueries({ queryKey: queryKeys.settings }) : undefined))
  }
}

/** So many records show which custom fields there are; a rarer one is there once it is met. */
const LOOKED_AT = 100

/** Some documents of a type: for the custom fields that they have. */
export function useCustomFields(connection: ConnectionId, object: ObjectType): readonly JsonObject[] {
  const satchel = useSatchel()
  const { data } = useQuery({
    queryKey: [...queryKeys.documents(connection, object), 'some'],
    enabled: fieldsByObject[object].some(({ path }) => path === 'metadata'),
    queryFn: async (): Promise<readonly JsonObject[]> =>
      (await satchel.request('records.documents', { connection, object, limit: LOOKED_AT, sort: { field: 'updated_at', descending: true } })).rows,
    staleTime: Infinity,
  })
  return data ?? []
}
