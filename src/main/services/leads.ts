/**
 * Turning a lead into a contact, a company and a deal. All of it is one batch of ordinary changes, saved in one transaction: it is
 * reviewed, pushed, held or discarded as one, and either all of it is there or nothing.
 */
import type { CheckedInputOf, SatchelOperations } from '../../shared/contract/operations'
import { fail } from '../../shared/failure'
import type { FieldPath } from '../../shared/model/field-path'
import type { Conversion } from '../../shared/model/conversion'
import type { RecordId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { WritableObjectType } from '../../shared/model/object-type'
import type { Change } from '../../shared/sync/change'
import { proposeConversion } from '../mirror/conversion'
import { transaction } from '../mirror/open'
import { saveCreate, saveEdit } from '../mirror/outbox'
import { getRecord } from '../mirror/records'
import type { CommandHandlers } from './dispatch'
import { checkedData, newRecordId, requireRecord } from './records'
import { requireSupport } from './support'
import { requireConnection, type Workbench } from './workbench'

type ConvertInput = CheckedInputOf<SatchelOperations['leads.convert']>

export function leadHandlers(bench: Workbench): Pick<CommandHandlers, 'leads.convert'> {
  return {
    'leads.convert': (input) => {
      requireConnection(bench.settings, input.connection)
      const done = transaction(bench.db, 'person', () => convert(bench, input))
      bench.saveSidecar()
      return done
    },
  }
}

function convert(bench: Workbench, { connection, id, contact, company, deal }: ConvertInput): Conversion {
  const { db, world } = bench
  const recordId = requireRecord(bench, connection, 'lead', id)
  const lead = getRecord(db, connection, 'lead', recordId) ?? fail({ kind: 'not-found', what: 'lead', id })
  const proposal = proposeConversion(db, connection, lead.document)
  const batch = `Convert ${lead.name ?? id}`.slice(0, LONGEST_BATCH)
  const changes: (Change | null)[] = []
  const make = (object: WritableObjectType, data: JsonObject): RecordId => {
    const made = newRecordId()
    requireSupport(bench, { connection, object, method: 'create', fields: Object.keys(data) })
    changes.push(saveCreate(db, { connection, object, data: checkedData(object, data), batch, now: world.now(), recordId: made }))
    return made
  }
  const existing = (object: 'contact' | 'company', chosen: string): RecordId => requireRecord(bench, connection, object, chosen)

  const companyId =
    company.use === 'none'
      ? null
      : company.use === 'existing'
        ? existing('company', company.id)
        : make('company', { ...proposal.company?.data, ...company.data })
  const withCompany = companyId === null ? {} : { company_ids: [companyId] }
  const contactId =
    contact.use === 'existing' ? existing('contact', contact.id) : make('contact', { ...proposal.contact.data, ...contact.data, ...withCompany })
  const dealId = deal.use === 'none' ? null : make('deal', { ...proposal.deal.data, ...deal.data, contact_ids: [contactId], ...withCompany })
  const fields = [
    { path: 'contact_id' as FieldPath, value: contactId },
    ...(companyId === null ? [] : [{ path: 'company_id' as FieldPath, value: companyId }]),
    ...(proposal.status === null ? [] : [{ path: 'status' as FieldPath, value: proposal.status }]),
    ...(lead.document['is_active'] === true ? [{ path: 'is_active' as FieldPath, value: false }] : []),
  ]
  requireSupport(bench, { connection, object: 'lead', method: 'update', fields: fields.map(({ path }) => path), recordId })
  changes.push(saveEdit(db, { connection, object: 'lead', recordId, fields, batch, now: world.now() }))
  return { batch, changes: changes.flatMap((change) => (change === null ? [] : [change.id])), contact: contactId, company: companyId, deal: dealId }
}

/** As long as a batch may be named where changes are chosen. */
const LONGEST_BATCH = 40
