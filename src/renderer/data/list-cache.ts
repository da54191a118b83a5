/** The lists that were open, each with the rows it had: going back shows them at once, and an event reaches all of them. */
import type { Satchel } from '../../shared/contract/client'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import type { ListQuery, ReadList } from './list-state'
import { RecordList } from './record-list'

/** How many lists are kept; the one opened longest ago goes first. */
const KEPT = 12

/** Rows name their people and companies, and tell of the last and next activity. */
const namedInRows: ReadonlySet<ObjectType> = new Set(['user', 'company', 'event'])

export class ListCache {
  private readonly satchel: Satchel
  private readonly lists = new Map<string, RecordList>()
  private followed: RecordList | null = null

  constructor(satchel: Satchel) {
    this.satchel = satchel
  }

  listFor(query: ListQuery): RecordList {
    const key = JSON.stringify([query.connection, query.object, query.search, query.sort, query.filter ?? null, query.me ?? null, query.fields ?? []])
    const known = this.lists.get(key)
    const list = known ?? new RecordList(readerOf(this.satchel), query)
    this.lists.delete(key)
    this.lists.set(key, list)
    if (this.lists.size > KEPT) this.forgetOldest()
    return list
  }

  /** The list from which records are opened now; null on the way from elsewhere. */
  get trail(): RecordList | null {
    return this.followed
  }

  follow(list: RecordList | null): void {
    this.followed = list
  }

  recordsChanged(connection: ConnectionId, object: ObjectType, ids: readonly RecordId[] | null): void {
    for (const list of this.lists.values()) {
      // A row shows names of its neighbours, so news of another type may change it as well; then only what is seen is read again.
      if (list.query.connection === connection && (list.query.object === object || namedInRows.has(object)))
        list.recordsChanged(list.query.object === object ? ids : null)
    }
  }

  /** The outbox moved: rows carry marks of it. */
  changesChanged(connection: ConnectionId): void {
    for (const list of this.lists.values()) if (list.query.connection === connection) list.recordsChanged(null)
  }

  everythingChanged(): void {
    for (const list of this.lists.values()) list.recordsChanged(null)
  }

  private forgetOldest(): void {
    for (const [key, list] of this.lists) {
      if (list.isShown()) continue
      this.lists.delete(key)
      return
    }
  }
}

function readerOf(satchel: Satchel): ReadList {
  return {
    page: (input) => satchel.request('records.list', input),
    ids: (input) => satchel.request('records.ids', input),
    marks: (input) => satchel.request('records.marks', input),
    seek: (input) => satchel.request('records.seek', input),
  }
}
