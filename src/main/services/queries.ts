/** What is answered from the mirror alone: lists, records, links, history, search, changes. Never waits for a sync. */
import { fail } from '../../shared/failure'
import { eventsOfFilter } from '../../shared/sync/journal'
import { listCapabilities } from '../mirror/capabilities'
import { reportHandlers } from './reports'
import { proposeConversion } from '../mirror/conversion'
import type { Filter } from '../../shared/model/filter'
import { countRecords } from '../mirror/counts'
import { listCustomFields } from '../mirror/custom-fields'
import { countNaming } from '../mirror/duplicates'
import { recordHistory } from '../mirror/history'
import { listJournal, listSetAside } from '../mirror/journal'
import { listMarks, seekPlace } from '../mirror/list-marks'
import { listDocuments, listIds, listRows } from '../mirror/lists'
import type { ReadDb } from '../mirror/open'
import { listAlike, listChanges } from '../mirror/outbox'
import { relatedRecords, timeline } from '../mirror/related'
import { getRecord } from '../mirror/records'
import { searchRecords } from '../mirror/search'
import { listSupport } from '../mirror/support'
import { totalsOf } from '../mirror/totals'
import type { World } from '../world'
import { previewBulkEdit } from './bulk-edits'
import type { QueryHandlers } from './dispatch'
import { listIndustries } from './industries'

/** The clock tells what words such as *this month* mean. */
export function queryHandlers(db: ReadDb, { now }: Pick<World, 'now'>): QueryHandlers {
  const selected = <Query extends { readonly filter: Filter | null; readonly me: string | null }>(query: Query) => ({
    ...query,
    asked: query.filter === null ? null : { filter: query.filter, me: query.me, now: now() },
  })
  return {
    'connections.capabilities': ({ connection }) => listCapabilities(db, connection),
    'connections.support': ({ connection }) => listSupport(db, connection),
    'fields.list': ({ connection, object }) => listCustomFields(db, connection, object),
    'fields.industries': ({ connection }) => listIndustries(db, connection),
    'records.list': (query) => listRows(db, { ...selected(query), now: now() }),
    'records.documents': (query) => listDocuments(db, selected(query)),
    'records.marks': (query) => listMarks(db, selected(query)),
    'records.seek': (query) => seekPlace(query),
    'records.count': (query) => countRecords(db, selected(query)),
    'records.ids': (query) => listIds(db, selected(query)),
    'records.previewEdit': (query) => previewBulkEdit(db, query),
    'records.totals': (query) => totalsOf(db, selected(query)),
    'records.get': ({ connection, object, id }) => getRecord(db, connection, object, id) ?? fail({ kind: 'not-found', what: object, id }),
    'records.related': ({ connection, object, id, limit }) => relatedRecords(db, connection, object, id, limit),
    'records.timeline': ({ connection, object, id, limit }) => timeline(db, connection, object, id, limit),
    'records.history': ({ connection, object, id, limit }) => recordHistory(db, connection, object, id, limit),
    'records.search': (query) => searchRecords(db, query),
    'duplicates.links': ({ connection, object, ids }) => countNaming(db, connection, object, ids),
    'sync.log': ({ connection, object, filter, before, limit }) =>
      listJournal(db, { connection, object, kinds: eventsOfFilter[filter], before, limit }),
    'sync.setAside': ({ connection, limit }) => listSetAside(db, connection, limit),
    'changes.alike': ({ id, paths }) => listAlike(db, id, paths),
    'leads.propose': ({ connection, id }) =>
      proposeConversion(db, connection, (getRecord(db, connection, 'lead', id) ?? fail({ kind: 'not-found', what: 'lead', id })).document),
    ...reportHandlers(db),
    'changes.list': ({ connection, closed, ids }) =>
      listChanges(db, {
        connection,
        ids,
        ...(closed ? {} : { states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] }),
      }),
  }
}
