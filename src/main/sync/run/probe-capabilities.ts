/**
 * A few cheap reads after a first pull, for what its traffic did not show: at most `MOST_PROBES` a type, never a write, and not
 * again before a week is over. Each answer is judged where all answers are, by the watch on the line.
 *
 * A probe is a favour to later pulls: trouble ends it quietly, and it is tried again another time.
 */
import { instant, type Instant, type RemoteId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { CAPABILITY_AGE_MS, type CapabilityFinding } from '../../../shared/sync/capability'
import type { ListPage, ListRequest, Outcome } from '../../connectors/connector'
import { knownCapabilities, lastProbe, noteProbe } from '../../mirror/capabilities'
import { loadCheckpoint } from '../../mirror/checkpoints'
import { recordCount } from '../../mirror/counts'
import { transaction } from '../../mirror/open'
import { type PageRow, wholeSecond } from '../decide/plan-pull'
import { questionsFor } from '../decide/plan-probes'
import { relevant } from '../decide/use-capabilities'
import { rowOf, type StreamParts } from './apply-page'
import { noteFindings, type WatchParts } from './watch-capabilities'

/** Both directions of both orders, one of them twice, the filter twice, fields, a deep offset, one record. */
export const MOST_PROBES = 10
/** Where not all was answered. */
const TRY_AGAIN_MS = 3_600_000

/** Whether a type is due: pulled once, and not asked about for a week. */
export function isProbeDue({ db, world, line }: StreamParts, object: ObjectType): boolean {
  if ((loadCheckpoint(db, line.connection.id, object)?.backfilledAt ?? null) === null) return false
  const last = lastProbe(db, line.connection.id, object)
  return last === null || world.now() - last.at >= (last.complete ? CAPABILITY_AGE_MS : TRY_AGAIN_MS)
}

export async function probeCapabilities(parts: StreamParts, object: ObjectType): Promise<void> {
  const { db, world, line } = parts
  const connection = line.connection.id
  const watch = { db, world, connection }
  let requests = 0
  let complete = true

  const list: List = async (request) => {
    requests += 1
    const outcome = await line.once((connector) => connector.list(object, { ...bareRequest, ...request }, line.signal))
    if (outcome.kind === 'refused') noteFindings(watch, object, refusalOf(request, outcome))
    else if (outcome.kind !== 'answered') complete = false
    return outcome
  }

  const known = (): ReturnType<typeof relevant> => relevant(knownCapabilities(db, connection, object), world.now())
  const newest = await newestRows(watch, object, list, known().get('accepts-sort')?.value !== false)
  if (newest.kind === 'answered' && newest.value.entries.length > 0) {
    const count = recordCount(db, connection, object).records
    const rows = newest.value.entries.map(rowOf)
    const stamps = rows.flatMap(({ updatedAt }) => updatedAt ?? [])
    const top = stamps.length === 0 ? null : instant(Math.max(...stamps))
    const exact = rows.find(({ updatedAt }) => updatedAt !== null && updatedAt % 1000 === 0) ?? null
    const questions = questionsFor({
      known: known(),
      count,
      bound: top === null ? null : instant(wholeSecond(top) + 1000),
      exact: exact?.updatedAt ?? null,
    })
    const answers = await Promise.all(questions.map(async (question) => ({ question, outcome: await list(question) })))
    for (const { question, outcome } of answers) {
      if (outcome.kind !== 'answered') continue
      const { entries } = outcome.value
      if (question.offset !== undefined) noteFindings(watch, object, [offsetFinding(question.offset, count, entries.length)])
      if (exact !== null && question.updatedSince === exact.updatedAt && entries.length < bareRequest.limit)
        noteFindings(watch, object, exclusiveFinding(exact, entries.map(rowOf)))
    }
    const id = newest.value.entries.find(({ remoteId }) => remoteId !== null)?.remoteId ?? null
    if (id !== null && !known().has('read-by-id')) {
      requests += 1
      complete = (await readOne(parts, object, id)) && complete
    }
  }
  const now: Instant = instant(world.now())
  transaction(db, 'pulled', () => noteProbe(db, connection, object, complete, requests, now))
}

type List = (request: Partial<ListRequest>) => Promise<Outcome<ListPage>>

/** A CRM may refuse a sort without a word about it: what it answers without one tells. */
async function newestRows(watch: WatchParts, object: ObjectType, list: List, sorted: boolean): Promise<Outcome<ListPage>> {
  const newest = await list(sorted ? { sort: 'updated_at', descending: true } : {})
  if (!sorted || newest.kind !== 'refused') return newest
  const plain = await list({})
  if (plain.kind === 'answered') {
    const evidence = `refused with ${newest.status} where it was sent: ${newest.words}; answered without`
    noteFindings(watch, object, [{ name: 'accepts-sort', value: false, evidence }])
  }
  return plain
}

const bareRequest: ListRequest = { updatedSince: null, sort: null, descending: false, offset: 0, limit: 10, fields: null, ownerId: null }

async function readOne({ line }: StreamParts, object: ObjectType, id: RemoteId): Promise<boolean> {
  const outcome = await line.once((connector) => connector.fetch(object, id, { raw: false }, line.signal))
  return outcome.kind === 'answered' || outcome.kind === 'refused' || outcome.kind === 'gone'
}

/** A parameter counts as not taken where the CRM names it; a deep offset, where it refuses nothing else. */
function refusalOf(
  asked: Partial<ListRequest>,
  { status, words }: { readonly status: number; readonly words: string },
): readonly CapabilityFinding[] {
  const evidence = `refused with ${status}: ${words}`
  if (asked.offset !== undefined) return [{ name: 'offset-cap', value: asked.offset, evidence: `asked from offset ${asked.offset}: ${evidence}` }]
  if (asked.fields && words.includes('fields')) return [{ name: 'accepts-fields', value: false, evidence }]
  if (asked.updatedSince && words.includes('updated_gte')) return [{ name: 'accepts-updated-gte', value: false, evidence }]
  return asked.sort && words.includes('sort') ? [{ name: 'accepts-sort', value: false, evidence }] : []
}

/** Had it been edited meanwhile, it would have come with its new stamp. */
function exclusiveFinding(exact: PageRow, rows: readonly PageRow[]): readonly CapabilityFinding[] {
  if (exact.updatedAt === null || rows.some(({ key }) => key === exact.key)) return []
  const at = new Date(exact.updatedAt).toISOString()
  return [{ name: 'updated-gte-inclusive', value: false, evidence: `asked from ${at}: a record of exactly then did not come` }]
}

function offsetFinding(offset: number, count: number, came: number): CapabilityFinding {
  const evidence = `asked from offset ${offset} of ${count}: ${came} came`
  return { name: 'offset-cap', value: came === 0 ? offset : false, evidence }
}
