/**
 * Before the first walk through a type: its newest records and the rep's own, so that the app is useful in seconds, however many
 * there are. The walk meets them again, and they are known then. Whatever goes wrong here is left to the walk.
 */
import type { RemoteId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { isReadable, type ListPage } from '../../connectors/connector'
import { loadCapability, noteCapability } from '../../mirror/checkpoints'
import { transaction } from '../../mirror/open'
import { findUserByEmail } from '../../mirror/users'
import { applyPageInSlices, type Entry, type StreamParts, type Tally } from './apply-page'

/** What a CRM can be asked for by its owner. */
const ownedTypes: ReadonlySet<ObjectType> = new Set<ObjectType>(['contact', 'company', 'deal', 'lead', 'event'])
const NEWEST_PAGES = 2
/** Two thousand of one's own are plenty for the first minute. */
const MOST_OWN_PAGES = 20
/** What the CRM does with a list that is asked for by owner, by the name under which it is noted. */
const OWNER_FILTER = 'owner-filter'

export async function firstLook(parts: StreamParts, tally: Tally, object: ObjectType): Promise<void> {
  const isWhole = await bring(parts, tally, { object, ownerId: null, pages: NEWEST_PAGES })
  const owner = isWhole || !ownedTypes.has(object) ? null : ownerIn(parts)
  if (owner === null || loadCapability(parts.db, parts.line.connection.id, object, OWNER_FILTER) === false) return
  await bring(parts, tally, { object, ownerId: owner, pages: MOST_OWN_PAGES })
}

interface Wanted {
  readonly object: ObjectType
  readonly ownerId: RemoteId | null
  readonly pages: number
}

/** Newest first. True when that was all there is. */
async function bring(parts: StreamParts, tally: Tally, { object, ownerId, pages }: Wanted): Promise<boolean> {
  const limit = parts.line.connector.maxPageSize
  for (let page = 0; page < pages; page += 1) {
    const { list, seq } = await ask(parts, { object, ownerId, pages }, page * limit, limit)
    if (list === null) return false
    if (ownerId !== null && list.entries.some((entry) => !isOwnedBy(entry, ownerId))) {
      noteIgnored(parts, object)
      return false
    }
    await applyPageInSlices(parts, tally, { object, entries: list.entries, seq, heardSeq: parts.nextSeq(), source: 'list' })
    if (list.entries.length < limit) return true
  }
  return false
}

async function ask(
  { line, nextSeq }: StreamParts,
  { object, ownerId }: Wanted,
  offset: number,
  limit: number,
): Promise<{ readonly list: ListPage | null; readonly seq: number }> {
  let seq = 0
  const question = { updatedSince: null, sort: 'updated_at', descending: true, offset, limit, fields: null, ownerId } as const
  // Once: the walk asks again, and as often as it should.
  const outcome = await line.once((connector) => {
    seq = nextSeq()
    return connector.list(object, question, line.signal)
  })
  return { list: outcome.kind === 'answered' ? outcome.value : null, seq }
}

/** The rep, as the CRM knows them. Users are walked before all else; where they can't be seen, nobody knows. */
function ownerIn({ db, line }: StreamParts): RemoteId | null {
  const { id, me } = line.connection
  return me === null ? null : findUserByEmail(db, id, me)
}

function isOwnedBy(entry: Entry, owner: RemoteId): boolean {
  return !isReadable(entry) || ownerOf(entry.document['user_id']) === owner
}

/** Some CRMs send an id as a number. */
function ownerOf(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value
}

function noteIgnored({ db, world, line }: StreamParts, object: ObjectType): void {
  transaction(db, 'pulled', () =>
    noteCapability(db, line.connection.id, object, OWNER_FILTER, false, 'asked for one owner’s records, and others came', world.now()),
  )
}
