/** What of a CRM is kept here: changed at any time, and the mirror follows. */
import { fail } from '../../shared/failure'
import type { ConnectionId } from '../../shared/model/ids'
import type { Connection } from '../../shared/model/views'
import { isPulled, type PullScope, scopedObjects, wholeScope, widened } from '../../shared/model/scope'
import { scopeOf } from '../../shared/settings'
import { transaction } from '../mirror/open'
import { beginAnew, narrowTo } from '../mirror/scope'
import { findUserByEmail } from '../mirror/users'
import type { CommandHandlers } from './dispatch'
import { requireConnection, type Workbench } from './workbench'

export function scopeHandlers(bench: Workbench): Pick<CommandHandlers, 'connections.scope' | 'connections.setScope'> {
  return {
    'connections.scope': ({ connection }) => scopeOf(bench.settings.current(), requireConnection(bench.settings, connection).id),
    'connections.setScope': ({ connection, scope }) => changeScope(bench, requireConnection(bench.settings, connection), definedOnly(scope)),
  }
}

/** What is not named stays as it is. What leaves the scope goes now; what enters comes with the next pull. */
export async function changeScope(
  bench: Workbench,
  connection: Connection,
  part: Partial<PullScope>,
): Promise<{ readonly scope: PullScope; readonly removed: number }> {
  const { id } = connection
  if ((part.onlyMine ?? scopeOf(bench.settings.current(), id).onlyMine) && connection.me === null)
    fail({ kind: 'bad-input', where: connection.name, expected: 'your own e-mail address there, so that it is known what is yours', got: 'none' })
  const owner = connection.me === null ? null : findUserByEmail(bench.db, id, connection.me)
  // What runs now asks for the old scope, and would bring back what goes.
  await bench.sync.forget(id)
  // Laid over what holds by now: another change may have come while this one waited.
  let before = wholeScope
  let after = wholeScope
  await bench.settings.change((settings) => {
    before = scopeOf(settings, id)
    after = { ...before, ...part }
    return { ...settings, scopes: { ...settings.scopes, [id]: after } }
  })
  const removed = narrow(bench, id, after, owner)
  transaction(bench.db, 'pulled', () => {
    for (const object of widened(before, after)) beginAnew(bench.db, id, object)
  })
  bench.sync.welcome(id)
  return { scope: after, removed }
}

/** A type that is left out begins anew, should it ever come back. */
function narrow({ db }: Workbench, connection: ConnectionId, scope: PullScope, owner: ReturnType<typeof findUserByEmail>): number {
  let removed = 0
  for (const object of scopedObjects) {
    removed += narrowTo(db, connection, object, scope, owner)
    if (!isPulled(scope, object)) transaction(db, 'pulled', () => beginAnew(db, connection, object))
  }
  return removed
}

function definedOnly(patch: { readonly [Key in keyof PullScope]?: PullScope[Key] | undefined }): Partial<PullScope> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
