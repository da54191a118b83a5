/** What the rep does with changes: push, hold, let go, throw away. One place for the words that follow. */
import type { ChangeId } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import type { PushReport } from '../../../shared/sync/report'
import { adviceFor, describeFailure } from '../../../shared/failure'
import { useCommand } from '../../data/mutations'
import { type Text, useText } from '../../messages/text'
import { showToast } from '../../parts/toast'

export interface ChangeActions {
  readonly pushing: boolean
  readonly push: (ids: readonly ChangeId[]) => Promise<PushReport | undefined>
  /** Rejected, or held: it waits again; a rejected one is sent at once, since that is what the rep asks for. */
  readonly retry: (change: Change) => Promise<void>
  readonly hold: (changes: readonly Change[]) => Promise<void>
  readonly discard: (changes: readonly Change[]) => Promise<boolean>
}

export function useChangeActions(): ChangeActions {
  const t = useText()
  const push = useCommand('changes.push')
  const hold = useCommand('changes.hold')
  const release = useCommand('changes.release')
  const discard = useCommand('changes.discard')
  const send = async (ids: readonly ChangeId[]): Promise<PushReport | undefined> => {
    if (ids.length === 0) return undefined
    const report = await push.run({ ids: [...ids] })
    if (report) showToast({ fact: reportWords(t, report), failed: report.error !== null })
    return report
  }
  return {
    pushing: push.busy,
    push: send,
    retry: async (change) => {
      const released = await release.run({ ids: [change.id] })
      if (released !== undefined && change.state === 'rejected') await send([change.id])
      else if (released !== undefined) showToast({ fact: t('changes.released'), name: change.name })
    },
    hold: async (changes) => {
      const held = await hold.run({ ids: changes.map(({ id }) => id) })
      if (held !== undefined)
        showToast({ fact: t('changes.heldNow', { count: changes.length }), name: changes.length === 1 ? (changes[0]?.name ?? null) : null })
    },
    discard: async (changes) => {
      const gone = await discard.run({ ids: changes.map(({ id }) => id) })
      if (gone !== undefined)
        showToast({ fact: t('changes.discardedNow', { count: changes.length }), name: changes.length === 1 ? (changes[0]?.name ?? null) : null })
      return gone !== undefined
    },
  }
}

/** "11 pushed, 1 rejected, 1 conflict", and why it stopped where it did. */
export function reportWords(t: Text, report: PushReport): string {
  const parts = (['pushed', 'rejected', 'conflicts', 'waiting'] as const)
    .filter((part) => report[part] > 0)
    .map((part) => t(`changes.report.${part}`, { count: report[part] }))
  const counts = parts.length > 0 ? parts.join(', ') : t('changes.report.nothing')
  if (report.error === null) return counts
  return [counts, describeFailure(report.error), adviceFor(report.error)].filter(Boolean).join('. ').replaceAll('..', '.')
}
