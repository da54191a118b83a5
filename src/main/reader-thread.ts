/** The reading thread: answers queries from a connection that can't write, so a list never waits for a sync. */
import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../shared/assert'
import { threadCalls } from './engine-thread-calls'
import { openMirrorReadOnly, watchReads } from './mirror/open'
import { dispatch } from './services/dispatch'
import { queryHandlers } from './services/queries'
import { linkThreads } from './thread-rpc'

invariant(parentPort, 'the reading thread was started as a thread')
const { mirror } = workerData as { readonly mirror: string }
const db = openMirrorReadOnly(mirror)
const handlers = queryHandlers(db)

const link = linkThreads(parentPort, (name, input) => dispatch(handlers, name, input))
watchReads(db, (detail) => void link.ask(threadCalls.suspect, detail))
