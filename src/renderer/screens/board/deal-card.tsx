/** One deal on the board: name, company, money, close date, what comes next in words and a shape, whose it is. */
import type { DealCard as Card } from '../../../shared/model/reports'
import { useText } from '../../messages/text'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Avatar } from '../../parts/avatar'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { formatNearDay, moneyParts, parseMoment, shortMoneyParts } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { Mark } from '../../parts/mark'
import { EmptyValue, RecordName } from '../../parts/value'
import styles from './board.module.css'
import { nextWords } from './next-words'

export interface DealCardProps {
  readonly card: Card
  readonly now: number
  readonly mine: boolean
  readonly closed: boolean
  readonly onMenu: (button: Element) => void
}

export function DealCard({ card, now, mine, closed, onMenu }: DealCardProps) {
  const t = useText()
  const closing = parseMoment(card.closingAt ?? undefined)
  // In full as far as there is room for it beside the date.
  const money = card.amount === null ? null : (Math.abs(card.amount) < 1e9 ? moneyParts : shortMoneyParts)(card.amount, card.currency)
  const kind = mine ? 'me' : card.owner?.active === false ? 'inactive' : 'person'
  return (
    <>
      <div className={styles.cardName}>
        {card.mark === null ? null : <Mark name={card.mark} label={t(`mark.${card.mark}`)} />}
        <span className={styles.nameText}>
          <RecordName name={card.name} />
        </span>
        <span className={styles.menu}>
          <AriaButton slot="drag" className={styles.drag}>
            <Icon name="grip" small />
          </AriaButton>
          <Button
            kind="quiet"
            small
            icon="arrow"
            label={t('board.move')}
            shows="moveTo"
            onPress={() => onMenu(document.activeElement ?? document.body)}
          />
        </span>
      </div>
      <div className={styles.company}>{card.company === null ? <span>&nbsp;</span> : <bdi>{card.company}</bdi>}</div>
      <div className={styles.figures}>
        {money === null ? (
          <EmptyValue />
        ) : (
          <span>
            {money.symbol ? <span className={styles.symbol}>{money.symbol}</span> : null}
            {money.amount}
          </span>
        )}
        <span className={styles.day}>{closing === null ? <EmptyValue /> : formatNearDay(closing, now)}</span>
      </div>
      <div className={styles.next}>
        {closed ? (
          <span />
        ) : (
          <span className={styles.nextWords}>
            <Mark name={card.next.state} label={null} />
            {nextWords(t, card, now)}
          </span>
        )}
        {card.owner === null ? null : (
          <>
            <Avatar name={card.owner.name} kind={kind} />
            <span className="visually-hidden">
              {t('report.owner')}: {card.owner.name ?? card.owner.id}
            </span>
          </>
        )}
      </div>
    </>
  )
}

export const cardClass = (card: Card): string => classes(styles.card, card.restsDays !== null && styles.resting)
