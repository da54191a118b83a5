/** What a lead would become, and what is here already that looks like it. */
import type { ConversionProposal, Likeness } from '../../shared/model/conversion'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import { displayName, firstMember, type RecordDocument, textOf } from '../../shared/model/record'
import { readPipelines } from './aggregates/stages'
import { fold, sortKey } from './fold'
import { findStream, targetOf } from './identity'
import { documentOf, nameOf, type SeenRow, seenColumns } from './rows'
import { searchRecords } from './search'
import type { ReadDb } from './sql'

/** Fields that a person has whether they are a lead or a contact. */
const personal = ['name', 'first_name', 'last_name', 'emails', 'telephones', 'address', 'link_urls', 'user_id'] as const

export function proposeConversion(db: ReadDb, connection: ConnectionId, lead: RecordDocument): ConversionProposal {
  const company = textOf(lead, 'company_name')
  const pipeline = readPipelines(db, connection)[0]
  const stage = pipeline?.stages.find(({ kind }) => kind === 'open')
  const existingCompany = linked(db, connection, 'company', lead['company_id']) ?? (company === null ? null : companyNamed(db, connection, company))
  return {
    name: displayName('lead', lead),
    contact: {
      data: { ...picked(lead, personal), ...(company === null ? {} : { company }) },
      existing: linked(db, connection, 'contact', lead['contact_id']) ?? contactWithEmail(db, connection, lead),
    },
    company:
      company === null && existingCompany === null
        ? null
        : { data: { name: company ?? existingCompany?.name ?? '', ...picked(lead, ['user_id']) }, existing: existingCompany },
    deal: {
      data: {
        name: company ?? displayName('lead', lead) ?? '',
        ...picked(lead, ['user_id', 'source']),
        ...(pipeline && pipeline.id !== '' ? { pipelines: [{ id: pipeline.id, ...(pipeline.name === null ? {} : { name: pipeline.name }) }] } : {}),
        ...(stage ? { stages: [{ id: stage.id, ...(stage.name === null ? {} : { name: stage.name }) }] } : {}),
      },
    },
    status: convertedStatus(db, connection),
  }
}

function picked(document: RecordDocument, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (document[key] === undefined || document[key] === null ? [] : [[key, document[key]]])))
}

function linked(db: ReadDb, connection: ConnectionId, object: 'contact' | 'company', reference: Json | undefined): Likeness | null {
  if (typeof reference !== 'string' || reference === '') return null
  return likeness(db, targetOf(db, connection, object, reference), 'link')
}

/** Names are compared without case and accents; two companies of one name are none that we could choose between. */
function companyNamed(db: ReadDb, connection: ConnectionId, name: string): Likeness | null {
  const stream = findStream(db, connection, 'company')
  if (stream === null) return null
  const rows = db.all<{ readonly id: RecordId }>(
    `SELECT r.id FROM record r INDEXED BY company_by_name WHERE r.stream = ? AND r.list = 'company' AND r.name = ? LIMIT 2`,
    stream,
    sortKey(name),
  )
  return rows.length === 1 && rows[0] ? likeness(db, rows[0].id, 'name') : null
}

/** Found by the words of the address, then looked at: only the whole address counts. */
function contactWithEmail(db: ReadDb, connection: ConnectionId, lead: RecordDocument): Likeness | null {
  const email = firstMember(lead['emails'], 'email')
  if (email === null) return null
  const hits = searchRecords(db, { connection, text: email, objects: ['contact'], limit: 20 })
  const same = hits.filter(({ id }) => emailsOf(documentById(db, id)).includes(fold(email)))
  return same.length === 1 && same[0] ? { id: same[0].id, name: same[0].name, by: 'email' } : null
}

function emailsOf(document: RecordDocument | null): readonly string[] {
  const list = document?.['emails']
  return Array.isArray(list)
    ? list.flatMap((entry: Json) => (isJsonObject(entry) && typeof entry['email'] === 'string' ? [fold(entry['email'])] : []))
    : []
}

function likeness(db: ReadDb, id: RecordId, by: Likeness['by']): Likeness | null {
  const row = rowById(db, id)
  return row ? { id, name: nameOf(row.object, documentOf(db, row)), by } : null
}

function documentById(db: ReadDb, id: RecordId): RecordDocument | null {
  const row = rowById(db, id)
  return row ? documentOf(db, row) : null
}

function rowById(db: ReadDb, id: RecordId): SeenRow | undefined {
  return db.get<SeenRow>(`SELECT ${seenColumns} FROM record r CROSS JOIN stream s ON s.sid = r.stream WHERE r.id = ? AND r.list IS NOT NULL`, id)
}

/** CRMs call it as they like; where leads were converted before, their own word is used. */
function convertedStatus(db: ReadDb, connection: ConnectionId): string | null {
  const stream = findStream(db, connection, 'lead')
  if (stream === null) return null
  const row = db.get<SeenRow>(
    `SELECT ${seenColumns} FROM record r INDEXED BY lead_by_status CROSS JOIN stream s ON s.sid = r.stream
      WHERE r.stream = ? AND r.list = 'lead' AND r.status = 'converted' LIMIT 1`,
    stream,
  )
  return row ? textOf(documentOf(db, row), 'status') : null
}
