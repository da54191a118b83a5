/** How long deals take: from created to won, month by month, and the days in each stage as far as this copy has seen them move. */
import type { Span } from '../../../shared/model/calendar'
import { useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { ChartPanel, TwinTable } from '../../parts/charts/chart-panel'
import { ColumnChart } from '../../parts/charts/column-chart'
import { formatMonthOf, formatNumber } from '../../parts/format'
import { type Scope, sliceOf } from './scope'

export interface VelocityPanelProps {
  readonly scope: Scope
  readonly now: number
  readonly spans: readonly Span[]
  readonly height: number
}

export function VelocityPanels({ scope, now, spans, height }: VelocityPanelProps) {
  const t = useText()
  const { data } = useReport('reports.velocity', { ...sliceOf(scope), spans: [...spans] })
  if (!data) return null
  const open = (id: string) => {
    const month = data.spans.find(({ from }) => String(from) === id)
    if (!month) return
    const input = { pipeline: scope.pipeline, owner: scope.owner, now, kind: 'won' as const }
    scope.onDrill({ of: 'deals', title: formatMonthOf(month.from, true), input: { ...input, closed: { from: month.from, to: month.to } } })
  }
  const cells = data.spans.map((month) => ({
    id: String(month.from),
    label: formatMonthOf(month.from, true),
    onOpen: () => open(String(month.from)),
    cells: [month.medianDays === null ? '–' : formatNumber(month.medianDays), formatNumber(month.won)],
  }))
  const stays = data.stages.filter((each) => each.stays > 0)
  return (
    <>
      <ChartPanel
        id="velocity"
        title={t('panel.velocity')}
        note={data.medianDays === null ? null : t('panel.velocity.median', { days: formatNumber(data.medianDays), count: data.won })}
        empty={data.won === 0 ? t('panel.velocity.empty') : null}
        table={
          <TwinTable
            label={t('panel.velocity')}
            first={t('chart.month')}
            columns={[
              { id: 'days', label: t('panel.velocity.days') },
              { id: 'won', label: t('chart.won') },
            ]}
            rows={cells}
          />
        }
      >
        <ColumnChart
          label={t('panel.velocity')}
          height={height}
          format={formatNumber}
          onOpen={open}
          columns={data.spans.map((month) => ({
            id: String(month.from),
            label: formatMonthOf(month.from, data.spans.length <= 6),
            name: t('chart.bar', {
              label: formatMonthOf(month.from, true),
              values: `${t('chart.days', { count: month.medianDays ?? 0 })}, ${t('chart.wonCount', { count: month.won })}`,
            }),
            up: [{ value: month.medianDays ?? 0, tone: 'main' }],
          }))}
        />
      </ChartPanel>
      <ChartPanel
        id="stage-times"
        title={t('panel.stageTimes')}
        empty={stays.length === 0 ? t('panel.stageTimes.empty') : null}
        table={
          <TwinTable
            label={t('panel.stageTimes')}
            first={t('panel.stage')}
            columns={[
              { id: 'days', label: t('panel.velocity.days') },
              { id: 'stays', label: t('panel.stageTimes.stays') },
            ]}
            rows={data.stages.map(({ stage, stays: count, medianDays }) => ({
              id: stage.id,
              label: stage.name ?? stage.id,
              cells: [medianDays === null ? '–' : formatNumber(medianDays), formatNumber(count)],
            }))}
          />
        }
      >
        <ColumnChart
          label={t('panel.stageTimes')}
          height={height}
          format={formatNumber}
          columns={data.stages.map(({ stage, stays: count, medianDays }) => ({
            id: stage.id,
            label: stage.name ?? stage.id,
            name: t('chart.bar', { label: stage.name ?? stage.id, values: `${t('chart.days', { count: medianDays ?? 0 })} (${count})` }),
            up: [{ value: medianDays ?? 0, tone: 'main' }],
          }))}
        />
      </ChartPanel>
    </>
  )
}
