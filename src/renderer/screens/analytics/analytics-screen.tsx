/** Analytics: the charts of Home, larger, over a range of the rep's choice, with how long deals take. Narrowed in the address. */
import { useState } from 'react'
import { monthsUpTo, weeksUpTo } from '../../../shared/model/calendar'
import type { ConnectionId } from '../../../shared/model/ids'
import { failureWords } from '../../data/mutations'
import { useReport, useToday } from '../../data/reports'
import { useMe } from '../../data/use-me'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { ChoiceChip } from '../../parts/choice-chip'
import { EmptyState } from '../../parts/empty-state'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { OwnerChip, PipelineChip } from '../../parts/report-chips'
import { chosenOwner, closingChoices, closingDays, parseReportSearch, rangeChoices, type ReportSearch } from '../../report-search'
import { ActivityPanel } from '../reports/activity-panel'
import { CurrencyChoice } from '../reports/currency-choice'
import { DrillPanel } from '../reports/drill-panel'
import { ForecastPanel } from '../reports/forecast-panel'
import { OutcomePanel } from '../reports/outcome-panel'
import { currenciesOf, type Drill, type Scope } from '../reports/scope'
import { StagePanel } from '../reports/stage-panel'
import { VelocityPanels } from '../reports/velocity-panel'
import styles from './analytics.module.css'

const CHART_HEIGHT = 240
const WEEKS_A_MONTH = 4.35

export function AnalyticsScreen({ connection, search }: { readonly connection: ConnectionId; readonly search: ReportSearch }) {
  const t = useText()
  const go = useGo()
  const me = useMe(connection)
  const { now } = useToday()
  const [drill, setDrill] = useState<Drill | null>(null)
  const whose = chosenOwner(search)
  const owner = whose === 'me' ? me : whose
  const range = search.months ?? '12'
  const months = Number(range)
  const closing = search.closing ?? 'any'
  const {
    data: report,
    error,
    refetch,
  } = useReport('reports.pipeline', {
    connection,
    pipeline: search.pipeline ?? null,
    owner,
    closing: closingDays(search.closing, now),
  })
  const currencies = currenciesOf((report?.stages ?? []).map(({ sums }) => sums))
  const asked = currencies.find(({ currency }) => (currency ?? t('money.none')) === search.currency)
  const scope: Scope = {
    connection,
    pipeline: report?.pipeline?.id ?? null,
    owner,
    currency: (asked ?? currencies[0])?.currency ?? null,
    onDrill: setDrill,
  }
  const narrow = (change: Partial<Record<keyof ReportSearch, string | undefined>>) =>
    go({ at: 'analytics', connection, search: parseReportSearch({ ...search, ...change }) }, { replace: true })
  return (
    <>
      <PageHeader
        title={t('analytics.title')}
        actions={<CurrencyChoice currencies={currencies} chosen={scope.currency} onChoose={(code) => narrow({ currency: code })} />}
      />
      <div className={styles.bar}>
        <ChoiceChip
          label={t('analytics.range')}
          value={t('analytics.months', { count: range })}
          entries={rangeChoices.map((choice) => ({
            id: choice,
            label: t('analytics.months', { count: choice }),
            current: choice === range,
            onAction: () => narrow({ months: choice }),
          }))}
        />
        <PipelineChip
          pipelines={report?.pipelines ?? []}
          chosen={scope.pipeline}
          onChoose={(pipeline) => narrow({ pipeline: pipeline ?? undefined })}
        />
        <OwnerChip connection={connection} chosen={whose} me={me} onChoose={(chosen) => narrow({ owner: chosen ?? undefined })} />
        <ChoiceChip
          label={`${t('panel.stages')}: ${t('report.closing')}`}
          value={t(`report.closing.${closing}`)}
          entries={closingChoices.map((choice) => ({
            id: choice,
            label: t(`report.closing.${choice}`),
            current: choice === closing,
            onAction: () => narrow({ closing: choice }),
          }))}
        />
      </div>
      {error ? (
        <EmptyState icon="info" title={t('report.failed')} why={failureWords(t, error)}>
          <Button onPress={() => void refetch()}>{t('action.tryAgain')}</Button>
        </EmptyState>
      ) : null}
      {report?.pipeline === null ? <EmptyState icon="chart" title={t('home.empty')} /> : null}
      {report?.pipeline ? (
        <div className={styles.charts}>
          <StagePanel scope={scope} report={report} closing={closingDays(search.closing, now)} now={now} />
          <ForecastPanel scope={scope} now={now} months={Math.min(12, months)} height={CHART_HEIGHT} />
          <OutcomePanel scope={scope} now={now} spans={monthsUpTo(now, months)} height={CHART_HEIGHT} />
          <ActivityPanel scope={scope} now={now} spans={weeksUpTo(now, Math.round(months * WEEKS_A_MONTH))} height={CHART_HEIGHT} />
          <VelocityPanels scope={scope} now={now} spans={monthsUpTo(now, months)} height={CHART_HEIGHT} />
        </div>
      ) : null}
      {drill ? <DrillPanel connection={connection} drill={drill} onClose={() => setDrill(null)} /> : null}
    </>
  )
}
