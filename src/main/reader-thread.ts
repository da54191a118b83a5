/** The reading thread: answers queries from a connection that can't write, so a list never waits for a sync. */
import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../shared/assert'
import { openMirrorReadOnly } from './mirror/open'
import { realWorld } from './real-world'
import { dispatch } from './services/dispatch'
import { queryHandlers } from './services/queries'
import { linkThreads } from './thread-rpc'

invariant(parentPort, 'the reading thread was started as a thread')
const { mirror } = workerData as { readonly mirror: string }
const handlers = queryHandlers(openMirrorReadOnly(mirror), realWorld())

linkThreads(parentPort, (name, input) => dispatch(handlers, name, input))
