/** The records behind a bar, beside the screen: each opens, and there are as many as the bar said. */
import { useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { ConnectionId } from '../../../shared/model/ids'
import type { AgendaItem, DealPage } from '../../../shared/model/reports'
import { useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { formatDay, formatMoney, formatWhen, parseMoment } from '../../parts/format'
import { Link } from '../../parts/link'
import { useNow } from '../../parts/use-now'
import { EmptyValue, RecordName } from '../../parts/value'
import styles from './reports.module.css'
import type { Drill } from './scope'

const PAGE = 50

export function DrillPanel({
  connection,
  drill,
  onClose,
}: {
  readonly connection: ConnectionId
  readonly drill: Drill
  readonly onClose: () => void
}) {
  const t = useText()
  return (
    <ModalOverlay className={styles.drillScrim} isOpen isDismissable onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className={styles.drill}>
        <Dialog className={styles.drillDialog}>
          <header className={styles.drillHead}>
            <Heading slot="title" className={styles.drillTitle}>
              {drill.title}
            </Heading>
            <Button kind="quiet" icon="x" label={t('action.close')} shows="close" onPress={onClose} />
          </header>
          {drill.of === 'deals' ? <Deals connection={connection} drill={drill} /> : <Events connection={connection} drill={drill} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Deals({ connection, drill }: { readonly connection: ConnectionId; readonly drill: Extract<Drill, { of: 'deals' }> }) {
  const t = useText()
  const [limit, setLimit] = useState(PAGE)
  const { data } = useReport('reports.deals', { ...drill.input, connection, limit })
  if (!data) return null
  return (
    <>
      <p className={styles.drillCount}>{t('drill.deals', { count: data.total })}</p>
      <ul className={styles.drillList}>
        {data.rows.map((row) => (
          <DealLine key={row.id} connection={connection} row={row} />
        ))}
      </ul>
      {data.rows.length < data.total && limit < 500 ? <Button onPress={() => setLimit(limit + PAGE)}>{t('drill.more')}</Button> : null}
    </>
  )
}

export function DealLine({ connection, row }: { readonly connection: ConnectionId; readonly row: DealPage['rows'][number] }) {
  const t = useText()
  const now = useNow()
  const { amount, currency, closing_at: closing, company, stages } = row.values
  const moment = parseMoment(closing)
  return (
    <li className={styles.drillLine}>
      <Link to={{ at: 'record', connection, object: 'deal', id: row.id }} className={styles.lineName}>
        <RecordName name={row.name} />
      </Link>
      <span className={styles.lineFigure}>
        {typeof amount === 'number' ? formatMoney(amount, typeof currency === 'string' ? currency : null) : <EmptyValue />}
      </span>
      <span className={styles.lineMore}>
        <bdi>{[stages, company].filter((part) => typeof part === 'string').join(' · ')}</bdi>
      </span>
      <span className={styles.lineDay}>
        {row.quietDays === undefined ? (
          moment === null ? (
            <EmptyValue />
          ) : (
            formatDay(moment, now)
          )
        ) : row.quietDays === null ? (
          t('panel.quiet.never')
        ) : (
          t('panel.quiet.days', { days: row.quietDays })
        )}
      </span>
    </li>
  )
}

function Events({ connection, drill }: { readonly connection: ConnectionId; readonly drill: Extract<Drill, { of: 'events' }> }) {
  const t = useText()
  const [limit, setLimit] = useState(PAGE)
  const { data } = useReport('reports.events', { ...drill.input, connection, limit })
  if (!data) return null
  return (
    <>
      <p className={styles.drillCount}>{t('drill.events', { count: data.total })}</p>
      <ul className={styles.drillList}>
        {data.rows.map((row) => (
          <EventLine key={row.id} connection={connection} row={row} />
        ))}
      </ul>
      {data.rows.length < data.total && limit < 500 ? <Button onPress={() => setLimit(limit + PAGE)}>{t('drill.more')}</Button> : null}
    </>
  )
}

function EventLine({ connection, row }: { readonly connection: ConnectionId; readonly row: AgendaItem }) {
  const now = useNow()
  return (
    <li className={styles.drillLine}>
      <Link to={{ at: 'record', connection, object: 'event', id: row.id }} className={styles.lineName}>
        <RecordName name={row.name} />
      </Link>
      <span className={styles.lineFigure}>{row.at === null ? <EmptyValue /> : formatWhen(row.at, now)}</span>
      <span className={styles.lineMore}>{row.about === null ? null : <bdi>{row.about}</bdi>}</span>
    </li>
  )
}
