/** What is expected to close in which month: amount, and what of it is likely. Late and undated deals are told apart. */
import type { ClosingDays } from '../../../shared/model/calendar'
import { daysOfMonth, monthsFrom } from '../../../shared/model/calendar'
import type { ForecastReport, MonthSum } from '../../../shared/model/reports'
import { useConnection } from '../../data/queries'
import { useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { ChartPanel, TwinTable } from '../../parts/charts/chart-panel'
import { ColumnChart } from '../../parts/charts/column-chart'
import { formatMoney, formatMonth, formatNumber, formatShortMoney } from '../../parts/format'
import { axisMoney, type Scope, sliceOf, sumIn } from './scope'

export interface ForecastPanelProps {
  readonly scope: Scope
  readonly now: number
  readonly months: number
  readonly height: number
}

export function ForecastPanel({ scope, now, months, height }: ForecastPanelProps) {
  const names = monthsFrom(now, months)
  const { data } = useReport('reports.forecast', { ...sliceOf(scope), months: [...names] })
  return data ? <Forecast scope={scope} now={now} height={height} report={data} months={names} /> : null
}

interface ForecastProps extends Omit<ForecastPanelProps, 'months'> {
  readonly report: ForecastReport
  readonly months: readonly string[]
}

function Forecast({ scope, now, height, report, months }: ForecastProps) {
  const t = useText()
  const crm = useConnection(scope.connection)?.name ?? ''
  const { currency } = scope
  // Late, later and undated ones stand beside the months only where there are any.
  const shown = report.months.filter(({ month, sums }) => months.includes(month) || sumIn(sums, currency).count > 0)
  const labelOf = ({ month }: MonthSum): string =>
    month === 'before' || month === 'after' || month === 'none' ? t(`panel.forecast.${month}`) : formatMonth(month)
  const best = shown
    .filter(({ month }) => months.includes(month))
    .toSorted((a, b) => sumIn(b.sums, currency).amount - sumIn(a.sums, currency).amount)[0]
  const open = (id: string) => {
    const month = shown.find((each) => each.month === id)
    if (!month) return
    const input = { pipeline: scope.pipeline, owner: scope.owner, now, kind: 'open' as const, currency: { code: currency } }
    scope.onDrill({ of: 'deals', title: labelOf(month), input: { ...input, undated: id === 'none', closing: closingOf(id, months) } })
  }
  return (
    <ChartPanel
      id="forecast"
      title={t('panel.forecast')}
      legend={[
        { tone: 'main', label: t('report.weighted') },
        { tone: 'soft', label: t('report.amount') },
      ]}
      note={report.hasProbability ? null : t('report.noProbability', { crm })}
      empty={shown.every(({ sums }) => sumIn(sums, currency).count === 0) ? t('panel.forecast.empty') : null}
      table={
        <TwinTable
          label={t('panel.forecast')}
          first={t('chart.month')}
          columns={[
            { id: 'deals', label: t('report.deals') },
            { id: 'amount', label: t('report.amount') },
            { id: 'weighted', label: t('report.weighted') },
          ]}
          rows={shown.map((month) => {
            const sum = sumIn(month.sums, currency)
            return {
              id: month.month,
              label: labelOf(month),
              onOpen: () => open(month.month),
              cells: [formatNumber(sum.count), formatMoney(sum.amount, currency), formatMoney(sum.weighted, currency)],
            }
          })}
        />
      }
    >
      <ColumnChart
        label={t('panel.forecast')}
        height={height}
        format={axisMoney}
        onOpen={open}
        columns={shown.map((month) => {
          const { count, amount, weighted } = sumIn(month.sums, currency)
          return {
            id: month.month,
            label: labelOf(month),
            name: t('chart.bar', {
              label: labelOf(month),
              values: `${t('figure.deals', { count })}, ${formatMoney(amount, currency)}, ${t('report.weighted')} ${formatMoney(weighted, currency)}`,
            }),
            up: [
              { value: amount, tone: 'soft' },
              { value: Math.min(weighted, amount), tone: 'main', over: true },
            ],
            figure: month === best && amount > 0 ? formatShortMoney(amount, null) : null,
          }
        })}
      />
    </ChartPanel>
  )
}

function closingOf(month: string, months: readonly string[]): ClosingDays {
  if (month === 'none') return { from: null, to: null }
  if (month === 'before') return { from: null, to: dayBefore(daysOfMonth(months[0] ?? '').from) }
  if (month === 'after') return { from: dayAfter(daysOfMonth(months.at(-1) ?? '').to), to: null }
  return daysOfMonth(month)
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
