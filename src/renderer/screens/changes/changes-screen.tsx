/**
 * The review: everything the rep did that is not in the CRM yet, field by field, before any of it leaves.
 *
 * What needs the rep stands first. What waits is ticked; the button says how many go, where to, and how many deletions are
 * among them. Offline the same button approves them: they go by themselves.
 */
import { useRef } from 'react'
import type { Change } from '../../../shared/sync/change'
import { failureWords } from '../../data/mutations'
import { useConnections, useStatus } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { PageHeader } from '../../parts/page-header'
import { Tabs } from '../../parts/tabs'
import styles from './changes-screen.module.css'
import { DiscardDialog } from './discard-dialog'
import { useFirstPush } from './first-push'
import { PushBar } from './push-bar'
import { PushDialogs } from './push-dialogs'
import { ReviewBar } from './review-bar'
import { ReviewList } from './review-list'
import { arrangements } from './review-sections'
import { type Review, useReview } from './use-review'
import { useReviewKeys } from './use-review-keys'

export function ChangesScreen() {
  const t = useText()
  const list = useRef<HTMLDivElement>(null)
  const review = useReview(list)
  const firstPush = useFirstPush()
  const status = useStatus().data
  const { open, actions, discarding } = review
  const send = (wanted: readonly Change[]): void => {
    if (!review.offline) return void review.push(wanted)
    review.ask(null)
    void actions.approve(wanted)
  }
  const askOrPush = (wanted: readonly Change[]): void => {
    if (wanted.length === 0 || actions.pushing) return
    if (firstPush.isFirst || wanted.some(({ kind }) => kind === 'delete')) review.ask(wanted)
    else send(wanted)
  }
  useReviewKeys(review, askOrPush)
  return (
    <div className={styles.screen}>
      <PageHeader
        title={t('nav.changes')}
        count={open.length > 0 ? t('changes.unpushed', { count: open.length }) : null}
        actions={
          open.length === 0 ? null : (
            <>
              <Button
                icon="shield"
                busy={review.checks.checking}
                reason={review.ticked.length === 0 ? t('changes.nothingTicked') : null}
                onPress={() => void review.checks.check(review.ticked)}
              >
                {t('changes.check')}
              </Button>
              <PushButton review={review} onPush={() => askOrPush(review.ticked)} />
            </>
          )
        }
      >
        {review.changes.length === 0 ? null : <Arrangements review={review} />}
      </PageHeader>
      {open.length === 0 ? null : <ReviewBar review={review} />}
      <PushBar connections={status?.connections ?? []} onStop={actions.stop} />
      <div className={styles.list} ref={list}>
        <NothingOpen review={review} />
        <ReviewList review={review} />
      </div>
      {discarding ? (
        <DiscardDialog
          changes={discarding}
          onClose={() => review.discard(null)}
          onDiscard={async () => {
            if (await actions.discard(discarding)) review.discard(null)
          }}
        />
      ) : null}
      <PushDialogs
        review={review}
        isFirst={firstPush.isFirst}
        onPush={() => {
          firstPush.done()
          if (review.asking) send(review.asking)
        }}
      />
    </div>
  )
}

function PushButton({ review, onPush }: { readonly review: Review; readonly onPush: () => void }) {
  const t = useText()
  const { plan, place, offline, actions, waiting } = review
  const words = actions.pushing
    ? t('changes.pushing')
    : plan.count === 0
      ? t('changes.pushNone')
      : t(offline ? 'changes.approve' : 'changes.push', { count: plan.count, place, deletions: plan.deletions })
  return (
    <Button
      kind="primary"
      icon="upload"
      shows="push"
      busy={actions.pushing}
      reason={plan.count === 0 ? t(waiting.length === 0 ? 'changes.nothingWaits' : 'changes.nothingTicked') : null}
      onPress={onPush}
    >
      <span className={styles.pushLong}>{words}</span>
      <span className={styles.pushShort}>
        {actions.pushing ? words : t(offline ? 'changes.approveShort' : 'changes.pushShort', { count: plan.count })}
      </span>
    </Button>
  )
}

function Arrangements({ review }: { readonly review: Review }) {
  const t = useText()
  return (
    <Tabs
      label={t('changes.arrange')}
      tabs={arrangements.map((id) => ({ id, label: t(`changes.by.${id}`) }))}
      current={review.by}
      onChoose={review.arrange}
    />
  )
}

function NothingOpen({ review }: { readonly review: Review }) {
  const t = useText()
  const connections = useConnections().data ?? []
  if (review.error)
    return (
      <EmptyState icon="changes" title={t('changes.failed')} why={failureWords(t, review.error)}>
        <Button onPress={review.reload}>{t('action.tryAgain')}</Button>
      </EmptyState>
    )
  if (review.loading || review.open.length > 0) return null
  const crm = connections.length === 1 ? (connections[0]?.name ?? '') : t('changes.yourCrms')
  return <EmptyState icon="check" title={t('changes.nothing')} why={t('changes.nothingWhy', { crm })} />
}
