/** The reading thread: answers queries from a connection that can't write, so a list never waits for a sync. */
import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../shared/assert'
import { threadCalls } from './engine-thread-calls'
import { closeMirror, openMirrorReadOnly, type ReadDb, watchReads } from './mirror/open'
import { needsJudging } from './mirror/storage'
import { realWorld } from './real-world'
import { dispatch, type QueryHandlers } from './services/dispatch'
import { queryHandlers } from './services/queries'
import { answerOf, linkThreads, valueOf } from './thread-rpc'

invariant(parentPort, 'the reading thread was started as a thread')
const { mirror } = workerData as { readonly mirror: string }
let reading: { readonly db: ReadDb; readonly handlers: QueryHandlers } | null = null

// Opened with the first query, and anew with the next one where that fails: a disk that does not answer now may do so in a moment.
const link = linkThreads(parentPort, (name, input) =>
  answerOf(async () => {
    if (name === threadCalls.close) return close()
    reading ??= open()
    return valueOf(await dispatch(reading.handlers, name, input))
  }),
)

function open(): NonNullable<typeof reading> {
  try {
    const db = openMirrorReadOnly(mirror)
    watchReads(db, suspect)
    return { db, handlers: queryHandlers(db, realWorld()) }
  } catch (error) {
    if (needsJudging(error)) suspect(error instanceof Error ? error.message : String(error))
    throw error
  }
}

function close(): void {
  if (reading) closeMirror(reading.db)
  reading = null
}

function suspect(detail: string): void {
  void link.ask(threadCalls.suspect, detail)
}
