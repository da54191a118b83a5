/** Deciding a conflict, and sending what came of it. */
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
  readonly settle: (resolution: Resolution) => Promise<void>
}

export function useResolve(change: Change): Resolve {
  const go = useGo()
  const resolve = useCommand('changes.resolve')
  const actions = useChangeActions()
  const keep = (resolution: Resolution): Promise<readonly Change[] | undefined> => resolve.run({ id: change.id, ...resolution })
  return {
    busy: resolve.busy || actions.pushing,
    keep,
    settle: async (resolution) => {
      const changes = await keep(resolution)
      if (changes === undefined) return
      await actions.push(changes.filter(({ state }) => state === 'waiting').map(({ id }) => id))
      go({ at: 'changes' })
    },
  }
}
