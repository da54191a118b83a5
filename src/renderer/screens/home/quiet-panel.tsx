/** Open deals that nobody touched for two weeks and for which nothing is planned. */
import { daysBefore } from '../../../shared/model/calendar'
import { type Today, useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { formatMoney } from '../../parts/format'
import { Link } from '../../parts/link'
import { RecordName } from '../../parts/value'
import { type Scope, sliceOf } from '../reports/scope'
import styles from './home.module.css'

const QUIET_DAYS = 14
const SHOWN = 5

export interface QuietPanelProps {
  readonly scope: Scope
  readonly today: Today
  /** How many deals are open at all: of none, nobody can say that each was looked after. */
  readonly open: number
}

export function QuietPanel({ scope, today, open }: QuietPanelProps) {
  const t = useText()
  const input = { pipeline: scope.pipeline, owner: scope.owner, now: today.now, kind: 'open' as const, quietSince: daysBefore(today.now, QUIET_DAYS) }
  const { data } = useReport('reports.deals', { ...sliceOf(scope), ...input, limit: SHOWN })
  return (
    <section className={styles.side} aria-label={t('panel.quiet')}>
      <header className={styles.sideHead}>
        <h2>{t('panel.quiet')}</h2>
        {data && data.total > 0 ? <span>{t('figure.deals', { count: data.total })}</span> : null}
      </header>
      {data && data.total === 0 ? <p className={styles.sideEmpty}>{t(open === 0 ? 'panel.quiet.noDeals' : 'panel.quiet.empty')}</p> : null}
      <ul className={styles.lines}>
        {data?.rows.map((row) => (
          <li key={row.id}>
            <Link to={{ at: 'record', connection: scope.connection, object: 'deal', id: row.id }} className={styles.lineName}>
              <RecordName name={row.name} />
            </Link>
            <span className={styles.lineFigure}>
              {typeof row.values['amount'] === 'number'
                ? formatMoney(row.values['amount'], typeof row.values['currency'] === 'string' ? row.values['currency'] : null)
                : '–'}
            </span>
            <span className={styles.lineTime}>
              {row.quietDays === null || row.quietDays === undefined ? t('panel.quiet.never') : t('panel.quiet.days', { days: row.quietDays })}
            </span>
          </li>
        ))}
      </ul>
      {data && data.total > data.rows.length ? (
        <button type="button" className={styles.all} onClick={() => scope.onDrill({ of: 'deals', title: t('panel.quiet'), input })}>
          {t('panel.quiet.all', { count: data.total })}
        </button>
      ) : null}
    </section>
  )
}
