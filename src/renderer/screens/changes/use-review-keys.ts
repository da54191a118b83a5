/** The keys of the review: each acts on the change that has the focus, where its state allows it. */
import type { Change } from '../../../shared/sync/change'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import type { Review } from './use-review'

export function useReviewKeys(review: Review, push: (changes: readonly Change[]) => void): void {
  const go = useGo()
  const { current, actions } = review
  const on = (allowed: readonly Change['state'][], act: (change: Change) => void) => (): void | false =>
    current && allowed.includes(current.state) ? act(current) : false
  useKeys({
    next: () => review.step(1),
    previous: () => review.step(-1),
    tick: on(['waiting'], review.tick),
    unfold: () => (current ? review.unfold(current) : false),
    edit: on(['waiting', 'held', 'rejected'], (change) => (change.kind === 'delete' ? undefined : review.edit(change))),
    discard: on(['waiting', 'held', 'rejected', 'conflict'], (change) => review.discard([change])),
    hold: on(['waiting', 'held'], (change) => void (change.state === 'held' ? actions.retry(change) : actions.hold([change]))),
    retry: on(['rejected', 'held'], (change) => void actions.retry(change)),
    push: () => push(review.ticked),
    pushAll: () => push(review.waiting),
    openConflict: on(['conflict'], (change) => go({ at: 'conflict', change: change.id })),
  })
}
