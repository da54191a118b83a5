/** One value in a list, drawn by its kind. One line, cut at the end; an empty one is a dash. */
import type { Json } from '../../../shared/model/json'
import type { ListRow } from '../../../shared/model/views'
import { type MessageId, useText } from '../../messages/text'
import { messages } from '../../messages'
import { Avatar } from '../../parts/avatar'
import { formatDay, formatDayTime, formatNumber, formatPercent, moneyParts, parseMoment } from '../../parts/format'
import { EmptyValue } from '../../parts/value'
import type { Column } from './columns'
import styles from './cell.module.css'
import { wordsOf } from './words'

export interface CellValueProps {
  readonly column: Column
  readonly value: Json | undefined
  readonly row: ListRow
  readonly now: number
  readonly narrow: boolean
}

export function CellValue({ column, value, row, now, narrow }: CellValueProps) {
  const t = useText()
  if (value === undefined) return <EmptyValue />
  switch (column.kind) {
    case 'number':
      return typeof value === 'number' ? <>{formatNumber(value)}</> : <Words values={wordsOf(value)} />
    case 'percent':
      return typeof value === 'number' ? <>{formatPercent(value)}</> : <Words values={wordsOf(value)} />
    case 'money':
      return typeof value === 'number' ? <Money amount={value} currency={row.values['currency']} /> : <Words values={wordsOf(value)} />
    case 'moment': {
      const moment = parseMoment(value)
      return moment ? <time title={formatDayTime(moment)}>{formatDay(moment, now)}</time> : <Words values={wordsOf(value)} />
    }
    case 'boolean':
      return typeof value === 'boolean' ? <>{t(value ? 'value.yes' : 'value.no')}</> : <Words values={wordsOf(value)} />
    case 'event-kind': {
      const id = typeof value === 'string' ? `event.${value}` : ''
      return id in messages ? <>{t(id as MessageId)}</> : <Words values={wordsOf(value)} />
    }
    case 'owner': {
      const name = wordsOf(value)[0] ?? null
      return (
        <span className={styles.owner}>
          <Avatar name={name} />
          {narrow ? <span className="visually-hidden">{name}</span> : <bdi className={styles.cut}>{name}</bdi>}
        </span>
      )
    }
    case 'name':
    case 'text':
    case 'texts':
    case 'emails':
    case 'phones':
    case 'stage':
      return <Words values={wordsOf(value)} />
  }
}

/** The first of several, and how many more. */
function Words({ values }: { readonly values: readonly string[] }) {
  const t = useText()
  const [first, ...more] = values
  if (first === undefined) return <EmptyValue />
  return (
    <>
      <bdi title={values.join(', ')}>{first}</bdi>
      {more.length > 0 ? <span className={styles.more}>{t('list.moreNumbers', { count: more.length })}</span> : null}
    </>
  )
}

function Money({ amount, currency }: { readonly amount: number; readonly currency: Json | undefined }) {
  const parts = moneyParts(amount, typeof currency === 'string' ? currency : null)
  return (
    <>
      {parts.symbol ? <span className={styles.currency}>{parts.symbol}</span> : null}
      {parts.amount}
    </>
  )
}
