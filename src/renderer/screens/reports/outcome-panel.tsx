/** Deals won above the line and lost below it, by the month in which they were closed: all currencies, since deals are counted. */
import type { Span } from '../../../shared/model/calendar'
import type { MoneySums, OutcomeSum } from '../../../shared/model/reports'
import { useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { ChartPanel, TwinTable } from '../../parts/charts/chart-panel'
import { ColumnChart } from '../../parts/charts/column-chart'
import { formatMoney, formatMonthOf, formatNumber } from '../../parts/format'
import { type Scope, sliceOf, sumIn } from './scope'

export interface OutcomePanelProps {
  readonly scope: Scope
  readonly now: number
  readonly spans: readonly Span[]
  readonly height: number
}

const countOf = (sums: MoneySums): number => sums.reduce((sum, { count }) => sum + count, 0)

export function OutcomePanel({ scope, now, spans, height }: OutcomePanelProps) {
  const t = useText()
  const { data = [] } = useReport('reports.outcomes', { ...sliceOf(scope), spans: [...spans] })
  const won = data.reduce((sum, each) => sum + countOf(each.won), 0)
  const lost = data.reduce((sum, each) => sum + countOf(each.lost), 0)
  const words = (each: OutcomeSum): string =>
    `${t('chart.wonCount', { count: countOf(each.won) })}, ${t('chart.lostCount', { count: countOf(each.lost) })}`
  const open = (id: string) => {
    const each = data.find(({ from }) => String(from) === id)
    if (!each) return
    scope.onDrill({
      of: 'deals',
      title: `${formatMonthOf(each.from, true)}: ${words(each)}`,
      input: { pipeline: scope.pipeline, owner: scope.owner, now, closed: { from: each.from, to: each.to } },
    })
  }
  return (
    <ChartPanel
      id="outcomes"
      title={t('panel.outcomes')}
      legend={[
        { tone: 'won', label: t('chart.wonCount', { count: won }) },
        { tone: 'lost', label: t('chart.lostCount', { count: lost }) },
      ]}
      empty={won + lost === 0 ? t('panel.outcomes.empty') : null}
      table={
        <TwinTable
          label={t('panel.outcomes')}
          first={t('chart.month')}
          columns={[
            { id: 'won', label: t('chart.won') },
            { id: 'wonAmount', label: `${t('report.amount')}, ${t('chart.won')}` },
            { id: 'lost', label: t('chart.lost') },
            { id: 'lostAmount', label: `${t('report.amount')}, ${t('chart.lost')}` },
          ]}
          rows={data.map((each) => ({
            id: String(each.from),
            label: formatMonthOf(each.from, true),
            onOpen: () => open(String(each.from)),
            cells: [
              formatNumber(countOf(each.won)),
              formatMoney(sumIn(each.won, scope.currency).amount, scope.currency),
              formatNumber(countOf(each.lost)),
              formatMoney(sumIn(each.lost, scope.currency).amount, scope.currency),
            ],
          }))}
        />
      }
    >
      <ColumnChart
        label={t('panel.outcomes')}
        height={height}
        format={formatNumber}
        onOpen={open}
        columns={data.map((each) => ({
          id: String(each.from),
          label: formatMonthOf(each.from, data.length <= 6),
          name: t('chart.bar', { label: formatMonthOf(each.from, true), values: words(each) }),
          up: [{ value: countOf(each.won), tone: 'won' }],
          down: [{ value: countOf(each.lost), tone: 'lost' }],
        }))}
      />
    </ChartPanel>
  )
}
