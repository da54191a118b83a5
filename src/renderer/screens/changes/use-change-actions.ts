/** What the rep does with changes: push, approve, hold, let go, throw away, bring back, reverse. One place for the words that follow. */
import { useRef } from 'react'
import type { ChangeId } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import type { PushReport } from '../../../shared/sync/report'
import { adviceFor, describeFailure } from '../../../shared/failure'
import { useCommand } from '../../data/mutations'
import { type Text, useText } from '../../messages/text'
import { showToast } from '../../parts/toast'

/** What of a change goes; null: all of it. */
export interface Pushed {
  readonly id: ChangeId
  readonly fields: readonly string[] | null
}

export interface ChangeActions {
  readonly pushing: boolean
  readonly push: (wanted: readonly Pushed[]) => Promise<PushReport | undefined>
  /** Ends what is under way, on all connections: what is on its way is settled, the rest waits. */
  readonly stop: () => void
  /** They go by themselves, as soon as the CRM can be reached. */
  readonly approve: (changes: readonly Change[]) => Promise<void>
  /** Rejected, or held: it waits again; a rejected one is sent at once, since that is what the rep asks for. */
  readonly retry: (change: Change) => Promise<void>
  /** Takes a decision back: the conflict is open again. */
  readonly reopen: (change: Change) => Promise<void>
  readonly hold: (changes: readonly Change[]) => Promise<void>
  readonly release: (changes: readonly Change[]) => Promise<void>
  readonly discard: (changes: readonly Change[]) => Promise<boolean>
  readonly restore: (changes: readonly Change[]) => Promise<void>
  /** Proposes the old values, where the CRM still holds what these brought. */
  readonly reverse: (changes: readonly Change[]) => Promise<void>
}

export function useChangeActions(): ChangeActions {
  const t = useText()
  const push = useCommand('changes.push')
  const approve = useCommand('changes.approve')
  const hold = useCommand('changes.hold')
  const release = useCommand('changes.release')
  const discard = useCommand('changes.discard')
  const restore = useCommand('changes.restore')
  const reverse = useCommand('changes.reverse')
  const reopen = useCommand('changes.reopen')
  const stop = useCommand('changes.stopPush')
  const stopped = useRef(false)
  const send = async (wanted: readonly Pushed[]): Promise<PushReport | undefined> => {
    if (wanted.length === 0) return undefined
    stopped.current = false
    const whole = wanted.filter(({ fields }) => fields === null).map(({ id }) => id)
    let report: PushReport | undefined = whole.length === 0 ? nothingPushed : await push.run({ ids: whole })
    // Each that goes in part names its own fields.
    for (const { id, fields } of wanted) {
      if (fields === null || report === undefined || report.error !== null || stopped.current) continue
      const part: PushReport | undefined = await push.run({ ids: [id], fields: [...fields] })
      report = part && addUp(report, part)
    }
    if (report) showToast({ fact: reportWords(t, report), failed: report.error !== null })
    return report
  }
  const bringBack = async (changes: readonly Change[]): Promise<void> => {
    const restored = await restore.run({ ids: idsOf(changes) })
    if (restored !== undefined) showToast({ fact: t('changes.restoredNow', { count: changes.length }), name: nameOf(changes) })
  }
  const letGo = async (changes: readonly Change[]): Promise<void> => {
    const released = await release.run({ ids: idsOf(changes) })
    if (released !== undefined) showToast({ fact: t('changes.released'), name: nameOf(changes) })
  }
  return {
    pushing: push.busy,
    push: send,
    stop: () => {
      stopped.current = true
      void stop.run({})
    },
    approve: async (changes) => {
      const report = await approve.run({ ids: idsOf(changes) })
      if (report) showToast({ fact: t('changes.approvedNow', { count: report.waiting }) })
    },
    retry: async (change) => {
      if (change.state !== 'rejected') return letGo([change])
      const released = await release.run({ ids: [change.id] })
      if (released !== undefined) await send([{ id: change.id, fields: null }])
    },
    reopen: async (change) => {
      const opened = await reopen.run({ ids: [change.id] })
      if (opened !== undefined) showToast({ fact: t('changes.reopenedNow'), name: change.name })
    },
    hold: async (changes) => {
      const held = await hold.run({ ids: idsOf(changes) })
      if (held !== undefined) showToast({ fact: t('changes.heldNow', { count: changes.length }), name: nameOf(changes) })
    },
    release: letGo,
    discard: async (changes) => {
      const gone = await discard.run({ ids: idsOf(changes) })
      if (gone !== undefined)
        showToast({ fact: t('changes.discardedNow', { count: changes.length }), name: nameOf(changes), undo: () => void bringBack(changes) })
      return gone !== undefined
    },
    restore: bringBack,
    reverse: async (changes) => {
      const reversal = await reverse.run({ ids: idsOf(changes) })
      if (!reversal) return
      const [left] = reversal.leftOut
      if (reversal.changes.length > 0)
        showToast({ fact: t('changes.reversedNow', { count: reversal.changes.length }), name: nameOf(reversal.changes) })
      else showToast({ fact: left?.why ?? t('changes.report.nothing'), failed: true })
    },
  }
}

const nothingPushed: PushReport = { pushed: 0, rejected: 0, conflicts: 0, waiting: 0, error: null }

function addUp(a: PushReport, b: PushReport): PushReport {
  return {
    pushed: a.pushed + b.pushed,
    rejected: a.rejected + b.rejected,
    conflicts: a.conflicts + b.conflicts,
    waiting: a.waiting + b.waiting,
    error: a.error ?? b.error,
  }
}

function idsOf(changes: readonly Change[]): ChangeId[] {
  return changes.map(({ id }) => id)
}

/** A toast names the one thing; of many it says how many. */
function nameOf(changes: readonly Change[]): string | null {
  return changes.length === 1 ? (changes[0]?.name ?? null) : null
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
