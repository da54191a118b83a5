/** Which screen stands at which address. The state of a list is its address: what is typed there is checked here. */
import { createHashHistory, createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { parseChangeId, parseConnectionId, parseRecordId } from '../shared/model/ids'
import { objectOfSlug } from './address'
import { Frame } from './frame/frame'
import { NotFound, PageFailed } from './frame/not-found'
import { Root } from './frame/root'
import { StartScreen } from './frame/start-screen'
import { parseReportSearch, type ReportSearch } from './report-search'
import { AnalyticsScreen } from './screens/analytics/analytics-screen'
import { BoardScreen } from './screens/board/board-screen'
import { ChangesScreen } from './screens/changes/changes-screen'
import { ConflictScreen } from './screens/conflict/conflict-screen'
import { ConnectScreen } from './screens/connect/connect-screen'
import { HomeScreen } from './screens/home/home-screen'
import { DuplicatesScreen } from './screens/duplicates/duplicates-screen'
import { ImportScreen } from './screens/import/import-screen'
import { ListScreen } from './screens/list/list-screen'
import { RecordScreen } from './screens/record/record-screen'
import { SettingsScreen } from './screens/settings/settings-screen'
import { SyncScreen } from './screens/sync/sync-screen'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: PageFailed })

const framed = createRoute({
  getParentRoute: () => root,
  id: 'framed',
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
})

const start = createRoute({ getParentRoute: () => root, path: '/', component: StartScreen })

export const connectRoute = createRoute({
  getParentRoute: () => root,
  path: '/connect',
  validateSearch: (search: Record<string, unknown>): { renew?: string } => (typeof search['renew'] === 'string' ? { renew: search['renew'] } : {}),
  component: function Connect() {
    const { renew } = connectRoute.useSearch()
    return <ConnectScreen renew={renew === undefined ? null : parseConnectionId(renew)} />
  },
})

/** See `ListPlace`; the search is `q` in an address. */
export type ListSearch = Partial<Record<'q' | 'view' | 'filter' | 'sort' | 'group', string>>

export const listRoute = createRoute({
  getParentRoute: () => framed,
  path: '/c/$connection/$objects',
  validateSearch: (search: Record<string, unknown>): ListSearch =>
    Object.fromEntries(
      (['q', 'view', 'filter', 'sort', 'group'] as const).flatMap((name) => {
        const value = search[name]
        // A filter is JSON, which the router has read by the time it comes here.
        const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : value
        return typeof text === 'string' && text !== '' ? [[name, text]] : []
      }),
    ),
  component: function List() {
    const { connection, objects } = listRoute.useParams()
    const { q = '', ...place } = listRoute.useSearch()
    const object = objectOfSlug(objects)
    if (object === null) return <NotFound />
    return <ListScreen key={`${connection} ${object}`} connection={parseConnectionId(connection)} object={object} place={{ ...place, search: q }} />
  },
})

const recordRoute = createRoute({
  getParentRoute: () => framed,
  path: '/c/$connection/$objects/$id',
  validateSearch: (search: Record<string, unknown>): { name?: string } => (typeof search['name'] === 'string' ? { name: search['name'] } : {}),
  component: function Record() {
    const { connection, objects, id } = recordRoute.useParams()
    const { name = null } = recordRoute.useSearch()
    const object = objectOfSlug(objects)
    if (object === null) return <NotFound />
    return (
      <RecordScreen
        key={`${connection} ${object} ${id}`}
        connection={parseConnectionId(connection)}
        object={object}
        id={id === 'new' ? null : parseRecordId(id)}
        name={name}
      />
    )
  },
})

const boardRoute = createRoute({
  getParentRoute: () => framed,
  path: '/c/$connection/deals/board',
  validateSearch: (search: Record<string, unknown>): ReportSearch => parseReportSearch(search),
  component: function Board() {
    const { connection } = boardRoute.useParams()
    return <BoardScreen key={connection} connection={parseConnectionId(connection)} search={boardRoute.useSearch()} />
  },
})

const homeRoute = createRoute({
  getParentRoute: () => framed,
  path: '/c/$connection/home',
  validateSearch: (search: Record<string, unknown>): ReportSearch => parseReportSearch(search),
  component: function Home() {
    const { connection } = homeRoute.useParams()
    return <HomeScreen key={connection} connection={parseConnectionId(connection)} search={homeRoute.useSearch()} />
  },
})

const analyticsRoute = createRoute({
  getParentRoute: () => framed,
  path: '/c/$connection/analytics',
  validateSearch: (search: Record<string, unknown>): ReportSearch => parseReportSearch(search),
  component: function Analytics() {
    const { connection } = analyticsRoute.useParams()
    return <AnalyticsScreen key={connection} connection={parseConnectionId(connection)} search={analyticsRoute.useSearch()} />
  },
})

const importRoute = createRoute({
  getParentRoute: () => framed,
  path: '/c/$connection/$objects/import',
  component: function Import() {
    const { connection, objects } = importRoute.useParams()
    const object = objectOfSlug(objects)
    if (object === null) return <NotFound />
    return <ImportScreen key={`${connection} ${object}`} connection={parseConnectionId(connection)} object={object} />
  },
})

const duplicatesRoute = createRoute({
  getParentRoute: () => framed,
  path: '/c/$connection/$objects/duplicates',
  component: function Duplicates() {
    const { connection, objects } = duplicatesRoute.useParams()
    const object = objectOfSlug(objects)
    if (object === null) return <NotFound />
    return <DuplicatesScreen key={`${connection} ${object}`} connection={parseConnectionId(connection)} object={object} />
  },
})

const conflictRoute = createRoute({
  getParentRoute: () => framed,
  path: '/conflict/$change',
  component: function Conflict() {
    const { change } = conflictRoute.useParams()
    return <ConflictScreen key={change} change={parseChangeId(change)} />
  },
})

const changesRoute = createRoute({ getParentRoute: () => framed, path: '/changes', component: ChangesScreen })
const syncRoute = createRoute({ getParentRoute: () => framed, path: '/sync', component: SyncScreen })
const settingsRoute = createRoute({ getParentRoute: () => framed, path: '/settings', component: SettingsScreen })

const routeTree = root.addChildren([
  start,
  connectRoute,
  framed.addChildren([
    listRoute,
    importRoute,
    duplicatesRoute,
    recordRoute,
    boardRoute,
    homeRoute,
    analyticsRoute,
    changesRoute,
    conflictRoute,
    syncRoute,
    settingsRoute,
  ]),
])

export function createAppRouter() {
  return createRouter({ routeTree, history: createHashHistory(), defaultPendingMinMs: 0, defaultPreload: false })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
