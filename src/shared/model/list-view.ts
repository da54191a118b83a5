/**
 * A view of a list: what it is narrowed by, its order and its groups, under a name. A tab over a list is one.
 *
 * Views and columns live in the settings of the workspace, per object type; what is changed and not saved lives in the address.
 */
import { z } from 'zod'
import { type Filter, filterSchema } from './filter'
import type { ObjectType } from './object-type'

export interface ViewSort {
  readonly field: string
  readonly descending: boolean
}

export interface ListView {
  readonly id: string
  readonly name: string
  readonly filter: Filter | null
  /** Empty: the list's own. */
  readonly sort: readonly ViewSort[]
  readonly groupBy: string | null
}

export interface ShownColumn {
  readonly path: string
  /** Pixels; null: as the list thinks best. */
  readonly width: number | null
  /** Stays when others leave for want of room, and stands at the beginning. */
  readonly pinned: boolean
}

export interface ListLayout {
  /** Views that the rep saved, and built-in ones as the rep changed them. */
  readonly views: readonly ListView[]
  /** Null: as the list begins. */
  readonly columns: readonly ShownColumn[] | null
}

const sortSchema = z.object({ field: z.string().min(1), descending: z.boolean() })
const viewSchema = z.object({
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  filter: filterSchema.nullable(),
  sort: z.array(sortSchema).max(5),
  groupBy: z.string().nullable(),
})
const columnSchema = z.object({ path: z.string().min(1), width: z.number().min(40).max(2000).nullable(), pinned: z.boolean() })

/** Where a list's layout stands in the settings. */
export const layoutKey = (object: ObjectType): string => `list.${object}`

/** What the settings hold of a list. One view that can't be read takes no other with it. */
export function parseLayout(raw: unknown): ListLayout {
  const layout = z.object({ views: z.array(z.unknown()), columns: z.array(columnSchema).nullable() }).safeParse(raw)
  if (!layout.success) return { views: [], columns: null }
  const views = layout.data.views.flatMap((each) => viewSchema.safeParse(each).data ?? [])
  return { views, columns: layout.data.columns }
}

/** A sort as an address writes it: `stages,-amount`. */
export function writeSorts(sorts: readonly ViewSort[]): string {
  return sorts.map(({ field, descending }) => `${descending ? '-' : ''}${field}`).join(',')
}

/** Fields that the list can't be sorted by are left out. */
export function parseSorts(text: string, isSortable: (field: string) => boolean): readonly ViewSort[] {
  return text.split(',').flatMap((part): readonly ViewSort[] => {
    const descending = part.startsWith('-')
    const field = descending ? part.slice(1) : part
    return isSortable(field) ? [{ field, descending }] : []
  })
}

/** A filter as an address writes it; null for one that can't be read. `-` is none, where the view has one. */
export function parseFilterText(text: string): { readonly filter: Filter | null } | null {
  if (text === '-') return { filter: null }
  try {
    const filter = filterSchema.safeParse(JSON.parse(text))
    return filter.success ? { filter: filter.data } : null
  } catch {
    return null
  }
}

export function writeFilter(filter: Filter | null): string {
  return filter === null ? '-' : JSON.stringify(filter)
}
