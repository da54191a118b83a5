/** Writes the sample data into an empty store: tables, rows in the order of their keys, and the indexes afterwards. */
import type { JsonObject } from '../../../shared/model/json'
import type { SandboxObject } from '../catalogue'
import { linkFields } from '../catalogue'
import { type Counts, totalOf } from '../counts'
import { FIRST_ID, indexes, keyOf, objectNumber, type Store, tables } from '../store/open'
import { ownColumns } from '../store/records'
import { createCompanyWorld, DATA_ENDS, DAY } from './company-world'
import { makeDealRecord } from './deal-records'
import { makeEventRecord } from './event-records'
import { type GeneratedRecord, idText, makeCompanyRecord, makeContactRecord, makeLeadRecord } from './people-records'
import { employees, mailOf, pipelines } from './pipelines'

const linkByKind = new Map(linkFields.filter((link) => link.end === 'left').map((link) => [link.kind, link]))

export function fillStore(store: Store, counts: Counts, seed: number, onProgress: (line: string) => void): void {
  store.exec(tables)
  const insertRecord = store.prepare(
    'INSERT INTO record (key, object, search, created_at, updated_at, user_id, pipeline, type, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const insertLink = store.prepare('INSERT INTO link (kind, left_key, right_key) VALUES (?, ?, ?)')
  const total = totalOf(counts)
  let written = 0

  function write(object: SandboxObject, index: number, { document, createdAt, updatedAt, links }: GeneratedRecord): void {
    const key = keyOf(object, FIRST_ID + index)
    const { search, owner, pipeline, type, text } = ownColumns(document)
    insertRecord.run(key, objectNumber(object), search, createdAt, updatedAt, owner, pipeline, type, text)
    for (const [kind, other] of links) {
      const link = linkByKind.get(kind)
      if (!link) continue
      if (link.object === object) insertLink.run(kind, key, keyOf(link.to, FIRST_ID + other))
      else insertLink.run(kind, keyOf(link.object, FIRST_ID + other), key)
    }
    written += 1
    if (written % 100_000 === 0) onProgress(`sample data: ${written} of ${total} records`)
  }

  store.transaction(() => {
    const world = createCompanyWorld(counts, seed)
    for (let index = 0; index < counts.contact; index += 1) write('contact', index, makeContactRecord(world, index))
    for (let index = 0; index < counts.company; index += 1) write('company', index, makeCompanyRecord(world, index))
    for (let index = 0; index < counts.deal; index += 1) write('deal', index, makeDealRecord(world, index))
    for (let index = 0; index < counts.event; index += 1) write('event', index, makeEventRecord(world, index))
    for (let index = 0; index < counts.lead; index += 1) write('lead', index, makeLeadRecord(world, index))
    for (let index = 0; index < counts.pipeline; index += 1) write('pipeline', index, makePipelineRecord(index))
    employees.forEach((_, index) => write('employee', index, makeEmployeeRecord(index)))
  })()
  if (total >= 100_000) onProgress('sample data: indexes')
  store.exec(indexes)
}

/** Older than everything else. */
const FOUNDED = DATA_ENDS - 800 * DAY

function old(document: JsonObject, index: number): GeneratedRecord {
  return { document, createdAt: FOUNDED + index * 1_000, updatedAt: FOUNDED + DAY + index * 1_000, links: [] }
}

function makePipelineRecord(index: number): GeneratedRecord {
  const { name, stages } = pipelines[index] ?? { name: `Pipeline ${index + 1}`, stages: [] }
  return old(
    {
      name,
      is_active: true,
      display_order: index,
      stages: stages.map((stage, position) => ({
        id: String(stage.number),
        name: stage.name,
        active: true,
        deal_probability: stage.probability,
        display_order: position,
        is_closed: stage.closed,
      })),
    },
    index,
  )
}

function makeEmployeeRecord(index: number): GeneratedRecord {
  const [first = '', last = '', title = ''] = employees[index] ?? []
  return old(
    {
      name: `${first} ${last}`,
      first_name: first,
      last_name: last,
      title,
      emails: [{ email: mailOf(first, last), type: 'WORK' }],
      employment_status: index === employees.length - 1 ? 'INACTIVE' : 'ACTIVE',
      employee_roles: [index === 0 ? 'MANAGER' : 'SALESREP'],
      ...(index > 0 ? { manager_id: idText(0) } : {}),
    },
    index,
  )
}
