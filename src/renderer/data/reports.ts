/** What boards and charts read. The last answer stays on screen until the next is there; the engine tells when it grew old. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { InputOf, OutputOf, SatchelOperations } from '../../shared/contract/operations'
import { daySpan } from '../../shared/model/calendar'
import { type Instant, instant } from '../../shared/model/ids'
import { useNow } from '../parts/use-now'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

export type ReportName = Extract<keyof SatchelOperations, `reports.${string}`>

export function useReport<Name extends ReportName>(name: Name, input: InputOf<SatchelOperations[Name]>) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.report(input.connection as never, name, input),
    queryFn: () => satchel.request(name, input),
    placeholderData: keepPreviousData,
  })
}

/** Paints what an edit will bring before the engine has said so; what it says then replaces it. */
export function useRepaint<Name extends ReportName>(name: Name, input: InputOf<SatchelOperations[Name]>) {
  const client = useQueryClient()
  return (change: (answer: OutputOf<SatchelOperations[Name]>) => OutputOf<SatchelOperations[Name]>): void => {
    client.setQueryData<OutputOf<SatchelOperations[Name]>>(queryKeys.report(input.connection as never, name, input), (answer) =>
      answer === undefined ? undefined : change(answer),
    )
  }
}

export interface Today {
  readonly now: Instant
  readonly dayStart: Instant
  readonly dayEnd: Instant
}

/** What is still to come moves on in steps of this, so that an answer is not asked for again every minute. */
const STEP_MS = 600_000

/** The present and the rep's own day round it. */
export function useToday(): Today {
  const now = useNow()
  const step = instant(Math.floor(now / STEP_MS) * STEP_MS)
  const { from, to } = daySpan(step)
  return { now: step, dayStart: from, dayEnd: to }
}
