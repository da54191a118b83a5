/** Deciding a conflict, and sending what came of it. */
import type { RemoteId } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import { useCommand } from '../../data/mutations'
import { useGo } from '../../parts/link'
import { useChangeActions } from '../changes/use-change-actions'

type Resolution = Omit<InputOf<SatchelOperations['changes.resolve']>, 'id'>

export interface Resolve {
  readonly busy: boolean
  /** Keeps what is decided so far. */
  readonly keep: (resolution: Resolution) => Promise<readonly Change[] | undefined>
  /** Decides, pushes what then waits, and goes back to the review. */
  readonly settle: (resolution: Resolution, options?: { readonly alike?: boolean }) => Promise<void>
  /** A new record is this one there. */
  readonly adopt: (remoteId: RemoteId) => Promise<void>
}

export function useResolve(change: Change): Resolve {
  const go = useGo()
  const resolve = useCommand('changes.resolve')
  const alike = useCommand('changes.resolveAlike')
  const adopt = useCommand('changes.adopt')
  const actions = useChangeActions()
  const send = async (changes: readonly Change[]): Promise<void> => {
    await actions.push(changes.filter(({ state }) => state === 'waiting').map(({ id }) => ({ id, fields: null })))
    go({ at: 'changes' })
  }
  const keep = (resolution: Resolution): Promise<readonly Change[] | undefined> => resolve.run({ id: change.id, ...resolution })
  return {
    busy: resolve.busy || alike.busy || adopt.busy || actions.pushing,
    keep,
    settle: async (resolution, { alike: also = false } = {}) => {
      const changes = await keep(resolution)
      if (changes === undefined) return
      const others = also ? ((await alike.run({ id: change.id })) ?? []) : []
      await send([...changes, ...others])
    },
    adopt: async (remoteId) => {
      const changes = await adopt.run({ id: change.id, remoteId })
      if (changes !== undefined) await send(changes)
    },
  }
}
