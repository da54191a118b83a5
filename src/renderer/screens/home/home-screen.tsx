/** Home: how the pipeline stands, what today holds, what moved. Everything on it opens the records behind it. */
import { useState } from 'react'
import { type Span, monthsUpTo, weeksUpTo } from '../../../shared/model/calendar'
import type { ConnectionId } from '../../../shared/model/ids'
import type { PipelineReport } from '../../../shared/model/reports'
import { failureWords } from '../../data/mutations'
import { type Today, useReport, useToday } from '../../data/reports'
import { useMe } from '../../data/use-me'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { PipelineChip } from '../../parts/report-chips'
import { parseReportSearch, type ReportSearch } from '../../report-search'
import { ActivityPanel } from '../reports/activity-panel'
import { CurrencyChoice } from '../reports/currency-choice'
import { DrillPanel } from '../reports/drill-panel'
import { ForecastPanel } from '../reports/forecast-panel'
import { OutcomePanel } from '../reports/outcome-panel'
import { currenciesOf, type Drill, type Scope } from '../reports/scope'
import { StagePanel } from '../reports/stage-panel'
import { ArrivedPanel } from './arrived-panel'
import { Figures } from './figures'
import styles from './home.module.css'
import { QuietPanel } from './quiet-panel'
import { SincePanel } from './since-panel'
import { TodayPanel } from './today-panel'

export interface HomeScreenProps {
  readonly connection: ConnectionId
  readonly search: ReportSearch
}

export function HomeScreen({ connection, search }: HomeScreenProps) {
  const t = useText()
  const go = useGo()
  const me = useMe(connection)
  const today = useToday()
  const [drill, setDrill] = useState<Drill | null>(null)
  const mine = me !== null && search.owner !== 'all'
  const owner = mine ? me : null
  const { data: report, error, refetch } = useReport('reports.pipeline', { connection, pipeline: search.pipeline ?? null, owner })
  const currencies = currenciesOf((report?.stages ?? []).filter(({ stage }) => stage.kind === 'open').map(({ sums }) => sums))
  const asked = currencies.find(({ currency }) => (currency ?? t('money.none')) === search.currency)
  const currency = (asked ?? currencies[0])?.currency ?? null
  const scope: Scope = { connection, pipeline: report?.pipeline?.id ?? null, owner, currency, onDrill: setDrill }
  const narrow = (change: Partial<Record<keyof ReportSearch, string | undefined>>) =>
    go({ at: 'home', connection, search: parseReportSearch({ ...search, ...change }) }, { replace: true })
  return (
    <>
      <PageHeader
        title={t('home.title')}
        actions={
          <>
            <PipelineChip
              pipelines={report?.pipelines ?? []}
              chosen={report?.pipeline?.id ?? null}
              onChoose={(pipeline) => narrow({ pipeline: pipeline ?? undefined })}
            />
            <CurrencyChoice currencies={currencies} chosen={currency} onChoose={(code) => narrow({ currency: code })} />
          </>
        }
      >
        <div className={styles.tabs} role="group" aria-label={t('home.whose')}>
          <button
            type="button"
            className={styles.tab}
            aria-pressed={mine}
            {...(me === null ? { 'aria-disabled': true, title: t('home.noMe') } : {})}
            onClick={() => (me === null ? undefined : narrow({ owner: undefined }))}
          >
            {t('home.mine')}
          </button>
          <button type="button" className={styles.tab} aria-pressed={!mine} onClick={() => narrow({ owner: 'all' })}>
            {t('home.team')}
          </button>
        </div>
      </PageHeader>
      {error ? (
        <EmptyState icon="info" title={t('report.failed')} why={failureWords(t, error)}>
          <Button onPress={() => void refetch()}>{t('action.tryAgain')}</Button>
        </EmptyState>
      ) : null}
      {report ? <HomeBody scope={scope} report={report} today={today} /> : null}
      {drill ? <DrillPanel connection={connection} drill={drill} onClose={() => setDrill(null)} /> : null}
    </>
  )
}

function HomeBody({ scope, report, today }: { readonly scope: Scope; readonly report: PipelineReport; readonly today: Today }) {
  const t = useText()
  const { now } = today
  return (
    <div className={styles.home}>
      <div className={styles.main}>
        {report.pipeline === null ? (
          <EmptyState icon="board" title={t('home.empty')} />
        ) : (
          <>
            <Figures scope={scope} report={report} now={now} quarter={quarterOf(now)} />
            <div className={styles.two}>
              <StagePanel scope={scope} report={report} now={now} />
              <ForecastPanel scope={scope} now={now} months={6} height={176} />
              <OutcomePanel scope={scope} now={now} spans={monthsUpTo(now, 12)} height={136} />
              <ActivityPanel scope={scope} now={now} spans={weeksUpTo(now, 8)} height={136} />
            </div>
            <SincePanel scope={scope} now={now} />
          </>
        )}
      </div>
      <div className={styles.aside}>
        <TodayPanel scope={scope} today={today} />
        <QuietPanel scope={scope} today={today} open={openDeals(report)} />
        <ArrivedPanel scope={scope} />
      </div>
    </div>
  )
}

function openDeals({ stages }: PipelineReport): number {
  return stages.reduce((sum, { stage, count }) => sum + (stage.kind === 'open' ? count : 0), 0)
}

/** The calendar quarter that holds this instant, to its end. */
function quarterOf(now: number): Span {
  const into = new Date(now).getMonth() % 3
  const months = monthsUpTo(now, into + 1)
  const last = months.at(-1)
  const first = months[0]
  return { from: first?.from ?? (now as Span['from']), to: last?.to ?? (now as Span['to']) }
}
