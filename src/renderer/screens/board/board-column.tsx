/** One stage: its head, counted over all that match, and its cards, of which only those in sight are drawn. */
import { Collection } from 'react-aria-components/Collection'
import { GridList, GridListItem, GridListLoadMoreItem } from 'react-aria-components/GridList'
import { isTextDropItem, useDragAndDrop } from 'react-aria-components/useDragAndDrop'
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer'
import type { RecordId } from '../../../shared/model/ids'
import type { BoardColumn as Column, BoardGroup, DealCard as Card } from '../../../shared/model/reports'
import { useText } from '../../messages/text'
import { formatNumber } from '../../parts/format'
import { Mark } from '../../parts/mark'
import { MoreCurrencies, ShortMoney } from '../../parts/money'
import styles from './board.module.css'
import { columnName } from './column-name'
import { cardClass, DealCard } from './deal-card'

/** What a dragged card is, so that nothing else can be dropped here. */
const DRAG_TYPE = 'application/x-satchel-deal'
/** A card with a name of one line, and what a second line adds at most in the middle. */
const CARD_HEIGHT = 94

export interface BoardColumnProps {
  readonly column: Column
  readonly groupBy: BoardGroup
  readonly now: number
  readonly me: string | null
  readonly onOpen: (id: RecordId) => void
  readonly onMenu: (card: Card, anchor: Element) => void
  readonly onDrop: (id: string) => void
  readonly onMore: () => void
}

export function BoardColumn({ column, groupBy, now, me, onOpen, onMenu, onDrop, onMore }: BoardColumnProps) {
  const t = useText()
  const { stage, count, cards } = column
  const name = columnName(t, groupBy, stage)
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ [DRAG_TYPE]: String(key) })),
    getAllowedDropOperations: () => ['move'],
    acceptedDragTypes: groupBy === 'stage' && stage.id === '' ? [] : [DRAG_TYPE],
    getDropOperation: () => 'move',
    onRootDrop: ({ items }) => {
      for (const item of items) if (isTextDropItem(item)) void item.getText(DRAG_TYPE).then(onDrop)
    },
  })
  return (
    <section className={styles.column} aria-label={t('board.column', { stage: name, count })} data-stage={stage.id}>
      <ColumnHead column={column} name={name} />
      <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: CARD_HEIGHT, gap: 6, padding: 6 }}>
        <GridList
          className={styles.cards}
          aria-label={t('board.label', { stage: name })}
          selectionMode="none"
          keyboardNavigationBehavior="tab"
          // Letters are commands here: a card whose name begins with G would take the first stroke of “go to”.
          disallowTypeAhead
          dragAndDropHooks={dragAndDropHooks}
          onAction={(key) => onOpen(key as RecordId)}
          renderEmptyState={() => <p className={styles.noCards}>{t('board.empty')}</p>}
        >
          <Collection items={cards} dependencies={[now, me]}>
            {(card) => (
              <GridListItem id={card.id} textValue={card.name ?? t('value.noName')} className={cardClass(card)} data-card={card.id}>
                <DealCard
                  card={card}
                  now={now}
                  mine={card.owner !== null && card.owner.id === me}
                  closed={stage.kind !== 'open'}
                  onMenu={(button) => onMenu(card, button)}
                />
              </GridListItem>
            )}
          </Collection>
          {cards.length < count ? <GridListLoadMoreItem className={styles.loading} onLoadMore={onMore} isLoading={false} /> : null}
        </GridList>
      </Virtualizer>
    </section>
  )
}

function ColumnHead({ column: { stage, count, sums }, name }: { readonly column: Column; readonly name: string }) {
  const [first] = sums
  return (
    <header className={styles.head}>
      <div className={styles.headRow}>
        {stage.kind === 'open' ? null : <Mark name={stage.kind} label={null} />}
        <h2 className={styles.stage}>
          <bdi>{name}</bdi>
        </h2>
        <span className={styles.count}>{formatNumber(count)}</span>
      </div>
      <div className={styles.sums}>
        {first ? (
          <>
            <ShortMoney value={first.amount} currency={first.currency} />
            <MoreCurrencies sums={sums} label={name} />
            <span className={styles.grow} />
            {stage.kind === 'open' ? (
              <span className={styles.weighted}>
                <ShortMoney value={first.weighted} currency={first.currency} />
              </span>
            ) : null}
          </>
        ) : (
          '–'
        )}
      </div>
    </header>
  )
}
