/** What is answered from the mirror alone: lists, records, links, history, search, changes. Never waits for a sync. */
import { fail } from '../../shared/failure'
import { eventsOfFilter } from '../../shared/sync/journal'
import { listCapabilities } from '../mirror/capabilities'
import { countRecords } from '../mirror/counts'
import { recordHistory } from '../mirror/history'
import { listJournal, listSetAside } from '../mirror/journal'
import { listDocuments, listRows } from '../mirror/lists'
import type { ReadDb } from '../mirror/open'
import { listAlike, listChanges } from '../mirror/outbox'
import { relatedRecords, timeline } from '../mirror/related'
import { getRecord } from '../mirror/records'
import { searchRecords } from '../mirror/search'
import type { QueryHandlers } from './dispatch'

export function queryHandlers(db: ReadDb): QueryHandlers {
  return {
    'connections.capabilities': ({ connection }) => listCapabilities(db, connection),
    'records.list': (query) => listRows(db, query),
    'records.documents': (query) => listDocuments(db, query),
    'records.count': (query) => countRecords(db, query),
    'records.get': ({ connection, object, id }) => getRecord(db, connection, object, id) ?? fail({ kind: 'not-found', what: object, id }),
    'records.related': ({ connection, object, id, limit }) => relatedRecords(db, connection, object, id, limit),
    'records.timeline': ({ connection, object, id, limit }) => timeline(db, connection, object, id, limit),
    'records.history': ({ connection, object, id, limit }) => recordHistory(db, connection, object, id, limit),
    'records.search': (query) => searchRecords(db, query),
    'sync.log': ({ connection, object, filter, before, limit }) =>
      listJournal(db, { connection, object, kinds: eventsOfFilter[filter], before, limit }),
    'sync.setAside': ({ connection, limit }) => listSetAside(db, connection, limit),
    'changes.alike': ({ id, paths }) => listAlike(db, id, paths),
    'changes.list': ({ connection, closed, ids }) =>
      listChanges(db, {
        connection,
        ids,
        ...(closed ? {} : { states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] }),
      }),
  }
}
