/** The changes under review, section by section. */
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { formatDay } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { useNow } from '../../parts/use-now'
import { ChangeRow } from './change-row'
import styles from './review-list.module.css'
import type { ReviewSection, SectionTitle } from './review-sections'
import type { Review } from './use-review'

export function ReviewList({ review }: { readonly review: Review }) {
  const words = useSectionWords()
  return review.sections.map((section) => <Section key={section.id} review={review} section={section} title={words(section.title)} />)
}

function useSectionWords(): (title: SectionTitle) => string {
  const t = useText()
  const now = useNow()
  return (title) => {
    switch (title.by) {
      case 'state':
        return t(`changes.group.${title.group}`)
      case 'batch':
        return title.batch ?? t('changes.noBatch')
      case 'object':
        return t(`title.${title.object}`)
      case 'time':
        return new Date(now).setHours(0, 0, 0, 0) === title.day ? t('history.today') : formatDay({ kind: 'instant', at: title.day }, now)
    }
  }
}

interface SectionProps {
  readonly review: Review
  readonly section: ReviewSection
  readonly title: string
}

function Section({ review, section, title }: SectionProps) {
  const t = useText()
  const isOpen = review.isOpen(section)
  const shown = isOpen ? section.changes.slice(0, review.rows) : []
  return (
    <section aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.title}>
          {section.folds ? (
            <button type="button" className={styles.foldButton} aria-expanded={isOpen} onClick={() => review.toggleSection(section)}>
              <Icon name={isOpen ? 'down' : 'right'} small /> <bdi>{title}</bdi> <span>{section.changes.length}</span>
            </button>
          ) : (
            <>
              <bdi>{title}</bdi> <span>{section.changes.length}</span>
            </>
          )}
        </h2>
        {section.title.by === 'batch' && section.title.batch !== null ? <BatchActions review={review} section={section} /> : null}
      </div>
      {isOpen ? (
        <div className={styles.box}>
          {shown.map((change) => (
            <ChangeRow key={change.id} review={review} change={change} />
          ))}
        </div>
      ) : null}
      {isOpen && section.changes.length > shown.length ? (
        <Button kind="link" onPress={review.showMore}>
          {t('changes.moreRows', { count: section.changes.length - shown.length })}
        </Button>
      ) : null}
    </section>
  )
}

/** A batch is held, let go, pushed and discarded as one. */
function BatchActions({ review, section }: Omit<SectionProps, 'title'>) {
  const t = useText()
  const { actions } = review
  const inState = (...states: readonly string[]) => section.changes.filter(({ state }) => states.includes(state))
  const [waiting, held, droppable] = [inState('waiting'), inState('held'), inState('waiting', 'held', 'rejected', 'conflict')]
  return (
    <div className={styles.batchActions}>
      {waiting.length > 0 ? (
        <>
          <Button kind="quiet" small onPress={() => void actions.hold(waiting)}>
            {t('changes.hold')}
          </Button>
          <Button kind="quiet" small onPress={() => review.ask(waiting)}>
            {t('changes.pushBatch')}
          </Button>
        </>
      ) : null}
      {held.length > 0 ? (
        <Button kind="quiet" small onPress={() => void actions.release(held)}>
          {t('changes.release')}
        </Button>
      ) : null}
      {droppable.length > 0 ? (
        <Button kind="quiet" small onPress={() => review.discard(droppable)}>
          {t('changes.discard')}
        </Button>
      ) : null}
    </div>
  )
}
