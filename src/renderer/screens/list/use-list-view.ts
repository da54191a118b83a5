/**
 * What a list shows: the view that its tab stands for, with what the rep changed and did not save laid over it.
 *
 * Saved views and columns come from the settings, unsaved changes from the address; so a list can be linked, reopened and walked
 * back, and nothing of it is held twice.
 */
import type { Filter } from '../../../shared/model/filter'
import { fieldAt, sortableFields } from '../../../shared/model/fields'
import type { ConnectionId } from '../../../shared/model/ids'
import {
  layoutKey,
  type ListLayout,
  type ListView,
  parseFilterText,
  parseLayout,
  parseSorts,
  type ShownColumn,
  type ViewSort,
  writeFilter,
  writeSorts,
} from '../../../shared/model/list-view'
import type { ObjectType } from '../../../shared/model/object-type'
import { groupFields } from '../../../shared/model/totals'
import type { SettingsPatch } from '../../../shared/settings'
import type { ListPlace } from '../../address'
import { useSaveInterface } from '../../data/list-queries'
import { useSettings } from '../../data/queries'
import { useText } from '../../messages/text'
import { useGo } from '../../parts/link'
import { ALL, builtInViews } from './built-in-views'
import { defaultSorts } from './columns'

export interface ListViewState {
  readonly views: readonly ListView[]
  readonly view: ListView
  readonly search: string
  readonly filter: Filter | null
  /** Never empty: the list's own where nothing is asked for. */
  readonly sort: readonly ViewSort[]
  readonly groupBy: string | null
  readonly columns: readonly ShownColumn[] | null
  /** Something differs from the view as it is saved. */
  readonly changed: boolean
  readonly canUpdate: boolean
  readonly show: (change: Partial<Pick<ListViewState, 'search' | 'filter' | 'sort' | 'groupBy'>>) => void
  readonly choose: (view: ListView) => void
  readonly reset: () => void
  readonly update: () => void
  readonly saveAs: (name: string) => void
  readonly remove: (view: ListView) => void
  readonly setColumns: (columns: readonly ShownColumn[] | null) => void
}

export function useListView(connection: ConnectionId, object: ObjectType, place: ListPlace): ListViewState {
  const t = useText()
  const go = useGo()
  const layout = parseLayout(useSettings().data?.interface[layoutKey(object)])
  const save = useSaveInterface()
  const views = withSaved(builtInViews(t, object), layout.views)
  // A view that is no more, in an old link, is the whole list.
  const view = views.find(({ id }) => id === place.view) ?? views[0] ?? { id: ALL, name: '', filter: null, sort: [], groupBy: null }
  const now = shownNow(object, view, place)
  const changed = JSON.stringify(partOf(object, view)) !== JSON.stringify({ filter: now.filter, sort: now.sort, groupBy: now.groupBy })
  const saved = layout.views.some(({ id }) => id === view.id)

  const keep = (next: ListLayout): void => {
    // Once through JSON: what is stored is plain, and its type the schema's own.
    save(JSON.parse(JSON.stringify({ [layoutKey(object)]: next })) as SettingsPatch['interface'])
  }
  const goTo = (of: ListView, { search, filter, sort, groupBy }: Shown, replace: boolean): void => {
    const own = partOf(object, of)
    const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)
    go(
      {
        at: 'list',
        connection,
        object,
        search,
        view: of.id === ALL ? undefined : of.id,
        filter: differs(own.filter, filter) ? writeFilter(filter) : undefined,
        sort: differs(own.sort, sort) ? writeSorts(sort) : undefined,
        group: differs(own.groupBy, groupBy) ? (groupBy ?? '-') : undefined,
      },
      { replace },
    )
  }
  const saveView = (next: ListView): void => {
    keep({ ...layout, views: [...layout.views.filter(({ id }) => id !== next.id), next] })
    goTo(next, { search: now.search, ...partOf(object, next) }, true)
  }
  return {
    ...now,
    views,
    view,
    columns: layout.columns,
    changed,
    canUpdate: view.id !== ALL,
    show: (change) => goTo(view, { ...now, ...change }, true),
    choose: (next) => goTo(next, { search: now.search, ...partOf(object, next) }, false),
    reset: () => goTo(view, { search: now.search, ...partOf(object, view) }, true),
    update: () => saveView({ ...view, filter: now.filter, sort: now.sort, groupBy: now.groupBy }),
    saveAs: (name) => saveView({ id: newViewId(name, views), name, filter: now.filter, sort: now.sort, groupBy: now.groupBy }),
    remove: (gone) => {
      keep({ ...layout, views: layout.views.filter(({ id }) => id !== gone.id) })
      const first = views[0]
      if (gone.id === view.id && first && saved) goTo(first, { search: now.search, ...partOf(object, first) }, true)
    },
    setColumns: (columns) => keep({ ...layout, columns }),
  }
}

type Shown = Pick<ListViewState, 'search' | 'filter' | 'sort' | 'groupBy'>

/** Built-in views as the rep changed them, then the rep's own in the order in which they were made. */
function withSaved(builtIn: readonly ListView[], saved: readonly ListView[]): readonly ListView[] {
  const own = saved.filter(({ id }) => !builtIn.some((each) => each.id === id))
  return [...builtIn.map((each) => ({ ...(saved.find(({ id }) => id === each.id && id !== ALL) ?? each), name: each.name })), ...own]
}

/** A view as far as it can be changed in the list; with the list's own sort where it has none. */
function partOf(object: ObjectType, { filter, sort, groupBy }: ListView): Omit<Shown, 'search'> {
  return { filter, sort: sort.length > 0 ? sort : [defaultSorts[object]], groupBy }
}

function shownNow(object: ObjectType, view: ListView, { search = '', filter, sort, group }: ListPlace): Shown {
  const own = partOf(object, view)
  const asked = filter === undefined ? null : parseFilterText(filter)
  const sorts = sort === undefined ? [] : parseSorts(sort, (field) => sortableFields(object).includes(field) || isCustom(object, field))
  const groupBy = group === undefined ? own.groupBy : groupFields(object).includes(group) || isCustom(object, group) ? group : null
  return { search, filter: asked === null ? own.filter : asked.filter, sort: sorts.length > 0 ? sorts : own.sort, groupBy }
}

/** A custom field; whether it is defined, the list shows. */
function isCustom(object: ObjectType, path: string): boolean {
  return path.startsWith('metadata.') && fieldAt(object, path) !== null
}

/** Readable in an address, and no other view's. */
function newViewId(name: string, views: readonly ListView[]): string {
  const slug =
    name
      .toLowerCase()
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'view'
  let id = slug
  for (let count = 2; views.some((each) => each.id === id); count += 1) id = `${slug}-${count}`
  return id
}
