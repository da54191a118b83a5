/** What a push would do now, as the CRM answered when the rep asked for it; forgotten for a change that was edited since. */
import { useState } from 'react'
import { adviceFor, describeFailure } from '../../../shared/failure'
import type { ChangeId, Instant } from '../../../shared/model/ids'
import { instant } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import type { ChangeCheck } from '../../../shared/sync/report'
import { useCommand } from '../../data/mutations'
import { showToast } from '../../parts/toast'

export interface Checks {
  readonly checking: boolean
  /** When, and whether the CRM itself was asked for all of them. */
  readonly last: { readonly at: Instant; readonly fresh: boolean } | null
  of(change: Change): ChangeCheck | null
  check(changes: readonly Change[]): Promise<void>
}

interface Kept {
  readonly check: ChangeCheck
  readonly updatedAt: Instant
}

export function useChecks(): Checks {
  const command = useCommand('changes.check')
  const [kept, setKept] = useState<ReadonlyMap<ChangeId, Kept>>(new Map())
  const [last, setLast] = useState<Checks['last']>(null)
  return {
    checking: command.busy,
    last,
    of(change) {
      const known = kept.get(change.id)
      return known && known.updatedAt === change.updatedAt ? known.check : null
    },
    async check(changes) {
      const report = await command.run({ ids: changes.map(({ id }) => id) })
      if (!report) return
      const stamps = new Map(changes.map(({ id, updatedAt }) => [id, updatedAt]))
      const fresh = report.checks.flatMap((check) => {
        const updatedAt = stamps.get(check.id)
        return updatedAt === undefined ? [] : [[check.id, { check, updatedAt }] as const]
      })
      setKept(new Map([...kept, ...fresh]))
      setLast({ at: instant(Date.now()), fresh: report.error === null })
      // A failure is no answer about any change: it is told once, and the rows say what they know.
      if (report.error !== null) showToast({ fact: [describeFailure(report.error), adviceFor(report.error)].filter(Boolean).join(' '), failed: true })
    },
  }
}
