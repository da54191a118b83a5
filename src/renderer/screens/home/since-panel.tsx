/** Since Monday: deals that slipped, grew, shrank or moved, from what they were to what they are. */
import { useState } from 'react'
import { weeksUpTo } from '../../../shared/model/calendar'
import type { Movement } from '../../../shared/model/reports'
import { useConnection } from '../../data/queries'
import { useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import chart from '../../parts/charts/charts.module.css'
import { formatDay, formatMoney, formatWhen, parseMoment } from '../../parts/format'
import { Icon, type IconName } from '../../parts/icon'
import { Link } from '../../parts/link'
import { useNow } from '../../parts/use-now'
import { RecordName } from '../../parts/value'
import { type Scope, sliceOf } from '../reports/scope'
import styles from './home.module.css'

const kinds = ['slipped', 'hastened', 'grew', 'shrank', 'moved', 'won', 'lost'] as const
const icons: Readonly<Record<Movement['kind'], IconName>> = {
  slipped: 'clock',
  hastened: 'clock',
  grew: 'up',
  shrank: 'down',
  moved: 'arrow',
  won: 'check',
  lost: 'x',
}

export function SincePanel({ scope, now }: { readonly scope: Scope; readonly now: number }) {
  const t = useText()
  const [kind, setKind] = useState<Movement['kind'] | null>(null)
  const since = weeksUpTo(now, 1)[0]?.from ?? now
  const { data = [] } = useReport('reports.movements', { ...sliceOf(scope), since, limit: 100 })
  const shown = kind === null ? data : data.filter((each) => each.kind === kind)
  return (
    <section className={chart.panel} aria-label={t('panel.since')}>
      <header className={styles.sinceHead}>
        <h2>{t('panel.since')}</h2>
        <span>{t('figure.deals', { count: new Set(data.map(({ id }) => id)).size })}</span>
        <span className={styles.grow} />
        {data.length > 0 ? (
          <Button small kind="quiet" pressed={kind === null} onPress={() => setKind(null)}>
            {t('panel.since.all')}
          </Button>
        ) : null}
        {kinds.map((each) => {
          const count = data.filter((movement) => movement.kind === each).length
          if (count === 0) return null
          return (
            <Button key={each} small kind="quiet" pressed={kind === each} onPress={() => setKind(kind === each ? null : each)}>
              {t('panel.since.filter', { kind: t(`panel.since.kind.${each}`), count })}
            </Button>
          )
        })}
      </header>
      {data.length === 0 ? <p className={styles.sideEmpty}>{t('panel.since.empty')}</p> : <Movements scope={scope} movements={shown} />}
    </section>
  )
}

function Movements({ scope, movements }: { readonly scope: Scope; readonly movements: readonly Movement[] }) {
  const t = useText()
  const now = useNow()
  const crm = useConnection(scope.connection)?.name ?? ''
  return (
    <table className={styles.since}>
      <colgroup>
        <col />
        <col className={styles.what} />
        <col className={styles.was} />
        <col className={styles.is} />
        <col className={styles.who} />
        <col className={styles.when} />
      </colgroup>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('panel.since.deal')}</th>
          <th scope="col">{t('panel.since.what')}</th>
          <th scope="col">{t('panel.since.was')}</th>
          <th scope="col">{t('panel.since.is')}</th>
          <th scope="col" className={styles.who}>
            {t('panel.since.who')}
          </th>
          <th scope="col">{t('panel.since.when')}</th>
        </tr>
      </thead>
      <tbody>
        {movements.map((movement) => (
          <tr key={`${movement.id} ${movement.kind}`}>
            <th scope="row">
              <Icon name={icons[movement.kind]} small />
              <Link to={{ at: 'record', connection: scope.connection, object: 'deal', id: movement.id }} className={styles.lineName}>
                <RecordName name={movement.name} />
              </Link>
            </th>
            <td className={styles.what}>{t(`panel.since.kind.${movement.kind}`)}</td>
            <td className={styles.was}>
              <s>{valueText(movement, movement.old, now)}</s> <Icon name="arrow" small />
            </td>
            <td className={styles.is}>
              <bdi>{valueText(movement, movement.new, now)}</bdi>
            </td>
            <td className={styles.who}>{movement.origin === 'local' || movement.origin === 'resolution' ? t('panel.since.you') : crm}</td>
            <td className={styles.when}>{formatWhen(movement.at, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function valueText({ kind, currency }: Movement, value: string | number | null, now: number): string {
  if (typeof value === 'number') return formatMoney(value, currency)
  const moment = kind === 'slipped' || kind === 'hastened' ? parseMoment(value ?? undefined) : null
  return moment === null ? (value ?? '–') : formatDay(moment, now)
}
