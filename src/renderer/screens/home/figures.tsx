/** The four figures that a rep starts the day with; each opens the deals behind it. */
import { type ClosingDays, type Span, daysOfMonth, monthsFrom } from '../../../shared/model/calendar'
import type { MoneySum, PipelineReport } from '../../../shared/model/reports'
import { useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { ShortMoney } from '../../parts/money'
import { type Drill, type Scope, sliceOf, sumIn } from '../reports/scope'
import styles from './home.module.css'

export interface FiguresProps {
  readonly scope: Scope
  readonly report: PipelineReport
  readonly now: number
  readonly quarter: Span
}

export function Figures({ scope, report, now, quarter }: FiguresProps) {
  const t = useText()
  const [month = ''] = monthsFrom(now, 1)
  const thisMonth: ClosingDays = daysOfMonth(month)
  const forecast = useReport('reports.forecast', { ...sliceOf(scope), months: [month] }).data
  const outcome = useReport('reports.outcomes', { ...sliceOf(scope), spans: [quarter] }).data?.[0]
  const open = report.stages.filter(({ stage }) => stage.kind === 'open').map(({ sums }) => sumIn(sums, scope.currency))
  const all = open.reduce((sum, each) => added(sum, each), sumIn([], scope.currency))
  const closing = sumIn(forecast?.months.find((each) => each.month === month)?.sums ?? [], scope.currency)
  const won = sumIn(outcome?.won ?? [], scope.currency)
  const lost = sumIn(outcome?.lost ?? [], scope.currency)
  const input = { pipeline: scope.pipeline, owner: scope.owner, now, currency: { code: scope.currency } }
  const date = new Date(now)
  const daysLeft = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate() - date.getDate()
  const drill = (title: string, more: Partial<Extract<Drill, { of: 'deals' }>['input']>) => () =>
    scope.onDrill({ of: 'deals', title, input: { ...input, ...more } })
  return (
    <div className={styles.figures}>
      <Figure
        label={t('figure.open')}
        sum={all.amount}
        currency={scope.currency}
        fact={t('figure.deals', { count: all.count })}
        onOpen={drill(t('figure.open'), { kind: 'open' })}
      />
      <Figure
        label={t('figure.weighted')}
        sum={all.weighted}
        currency={scope.currency}
        fact={t('figure.share', { percent: all.amount === 0 ? 0 : Math.round((all.weighted / all.amount) * 100) })}
        onOpen={drill(t('figure.weighted'), { kind: 'open' })}
      />
      <Figure
        label={t('figure.month')}
        sum={closing.amount}
        currency={scope.currency}
        fact={t('figure.monthFact', { count: closing.count, days: daysLeft })}
        onOpen={drill(t('figure.month'), { kind: 'open', closing: thisMonth })}
      />
      <Figure
        label={t('figure.quarter')}
        sum={won.amount}
        currency={scope.currency}
        fact={t('figure.quarterFact', { count: won.count, lost: lost.count })}
        onOpen={drill(t('figure.quarter'), { kind: 'won', closed: quarter })}
      />
    </div>
  )
}

function added(one: MoneySum, other: MoneySum): MoneySum {
  return { ...one, count: one.count + other.count, amount: one.amount + other.amount, weighted: one.weighted + other.weighted }
}

interface FigureProps {
  readonly label: string
  readonly sum: number
  readonly currency: string | null
  readonly fact: string
  readonly onOpen: () => void
}

function Figure({ label, sum, currency, fact, onOpen }: FigureProps) {
  return (
    <button type="button" className={styles.figure} onClick={onOpen}>
      <span className={styles.figureLabel}>{label}</span>
      <span className={styles.figureSum}>
        <ShortMoney value={sum} currency={currency} />
      </span>
      <span className={styles.figureFact}>{fact}</span>
    </button>
  )
}
