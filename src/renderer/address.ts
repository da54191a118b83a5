/**
 * The addresses of the app. A place is data; `addressOf` writes it, links and `useGo` take it.
 *
 *   #/c/CONNECTION/home · …/analytics · …/deals/board · …/contacts · …/contacts/RECORD · …/contacts/new · …/contacts/import ·
 *   …/contacts/duplicates · #/changes · #/conflict/CHANGE · #/connect · #/sync · #/settings
 */
import type { ChangeId, ConnectionId, RecordId } from '../shared/model/ids'
import type { ObjectType } from '../shared/model/object-type'
import type { ReportSearch } from './report-search'

/** What a list is narrowed by and how it stands; absent is as its view has it. */
export interface ListPlace {
  readonly search?: string | undefined
  /** Field paths with commas between them, each with a minus for descending. */
  readonly sort?: string | undefined
  /** A view's id. */
  readonly view?: string | undefined
  /** A filter as JSON; `-` for none. */
  readonly filter?: string | undefined
  /** A field path; `-` for none. */
  readonly group?: string | undefined
}

export type Place =
  | { readonly at: 'start' }
  | ({ readonly at: 'list'; readonly connection: ConnectionId; readonly object: ObjectType } & ListPlace)
  | { readonly at: 'record'; readonly connection: ConnectionId; readonly object: ObjectType; readonly id: RecordId }
  /** `name`: what the form begins with. */
  | { readonly at: 'new'; readonly connection: ConnectionId; readonly object: ObjectType; readonly name?: string }
  | { readonly at: 'home' | 'analytics' | 'board'; readonly connection: ConnectionId; readonly search?: ReportSearch }
  | { readonly at: 'import'; readonly connection: ConnectionId; readonly object: ObjectType }
  | { readonly at: 'duplicates'; readonly connection: ConnectionId; readonly object: ObjectType }
  | { readonly at: 'changes' }
  | { readonly at: 'conflict'; readonly change: ChangeId }
  | { readonly at: 'connect'; readonly renew?: ConnectionId }
  | { readonly at: 'sync' }
  | { readonly at: 'settings' }

const slugs: Readonly<Record<ObjectType, string>> = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
  event: 'activities',
  lead: 'leads',
  pipeline: 'pipelines',
  user: 'users',
}

export const slugOf = (object: ObjectType): string => slugs[object]

export function objectOfSlug(slug: string): ObjectType | null {
  const entry = (Object.entries(slugs) as [ObjectType, string][]).find(([, each]) => each === slug)
  return entry?.[0] ?? null
}

/** The path, as the router counts it: without the `#`. */
export function addressOf(place: Place): string {
  switch (place.at) {
    case 'start':
      return '/'
    case 'list':
      return (
        listAddress(place.connection, place.object) +
        query({ q: place.search, view: place.view, filter: place.filter, sort: place.sort, group: place.group })
      )
    case 'record':
      return `${listAddress(place.connection, place.object)}/${encodeURIComponent(place.id)}`
    case 'new':
      return `${listAddress(place.connection, place.object)}/new${query({ name: place.name })}`
    case 'home':
    case 'analytics':
      return `/c/${encodeURIComponent(place.connection)}/${place.at}${query({ ...place.search })}`
    case 'board':
      return `${listAddress(place.connection, 'deal')}/board${query({ ...place.search })}`
    case 'import':
    case 'duplicates':
      return `${listAddress(place.connection, place.object)}/${place.at}`
    case 'conflict':
      return `/conflict/${encodeURIComponent(place.change)}`
    case 'connect':
      return `/connect${query({ renew: place.renew })}`
    case 'changes':
    case 'sync':
    case 'settings':
      return `/${place.at}`
  }
}

function listAddress(connection: ConnectionId, object: ObjectType): string {
  return `/c/${encodeURIComponent(connection)}/${slugs[object]}`
}

/** Values are JSON, as the router writes them, so that a search for `12` stays text. */
function query(values: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(values).flatMap(([name, value]) => (value ? [`${name}=${encodeURIComponent(plainOrJson(value))}`] : []))
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}

function plainOrJson(value: string): string {
  try {
    JSON.parse(value)
    return JSON.stringify(value)
  } catch {
    return value // not JSON by itself: it can't be mistaken for anything but text
  }
}
