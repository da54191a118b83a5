/** Activities a week, stacked by kind: calls, meetings, e-mails, tasks, notes, and the others together. */
import type { Span } from '../../../shared/model/calendar'
import type { ActivitySum } from '../../../shared/model/reports'
import { useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { ChartPanel, TwinTable } from '../../parts/charts/chart-panel'
import { ColumnChart, type Tone } from '../../parts/charts/column-chart'
import { formatDay, formatNumber, weekNumber } from '../../parts/format'
import type { Scope } from './scope'

const kinds = ['CALL', 'MEETING', 'EMAIL', 'TASK', 'NOTE', 'OTHER'] as const
const tones: Readonly<Record<(typeof kinds)[number], Tone>> = { CALL: '1', MEETING: '2', EMAIL: '3', TASK: '4', NOTE: '5', OTHER: 'rest' }

export interface ActivityPanelProps {
  readonly scope: Scope
  readonly now: number
  readonly spans: readonly Span[]
  readonly height: number
}

export function ActivityPanel({ scope, now, spans, height }: ActivityPanelProps) {
  const t = useText()
  const { data = [] } = useReport('reports.activities', { connection: scope.connection, owner: scope.owner, spans: [...spans] })
  const shown = kinds.filter((kind) => data.some((week) => countOf(week, kind) > 0))
  const weekName = (week: ActivitySum): string => `${t('chart.week')} ${weekNumber(week.from)}, ${formatDay({ kind: 'instant', at: week.from }, now)}`
  const open = (id: string) => {
    const week = data.find(({ from }) => String(from) === id)
    if (week) scope.onDrill({ of: 'events', title: weekName(week), input: { owner: scope.owner, span: { from: week.from, to: week.to } } })
  }
  return (
    <ChartPanel
      id="activities"
      title={t('panel.activities')}
      legend={shown.map((kind) => ({ tone: tones[kind], label: t(`chart.type.${kind}`) }))}
      empty={shown.length === 0 ? t('panel.activities.empty') : null}
      table={
        <TwinTable
          label={t('panel.activities')}
          first={t('chart.week')}
          columns={[...shown.map((kind) => ({ id: kind, label: t(`chart.type.${kind}`) })), { id: 'all', label: t('chart.total') }]}
          rows={data.map((week) => ({
            id: String(week.from),
            label: weekName(week),
            onOpen: () => open(String(week.from)),
            cells: [...shown.map((kind) => formatNumber(countOf(week, kind))), formatNumber(totalOf(week))],
          }))}
        />
      }
    >
      <ColumnChart
        label={t('panel.activities')}
        height={height}
        format={formatNumber}
        onOpen={open}
        columns={data.map((week) => ({
          id: String(week.from),
          label: data.length > 30 && weekNumber(week.from) % 4 !== 0 ? '' : String(weekNumber(week.from)),
          name: t('chart.bar', {
            label: weekName(week),
            values: shown.map((kind) => `${formatNumber(countOf(week, kind))} ${t(`chart.type.${kind}`)}`).join(', '),
          }),
          up: shown.map((kind) => ({ value: countOf(week, kind), tone: tones[kind] })),
        }))}
      />
    </ChartPanel>
  )
}

/** The kinds that have no colour of their own are one. */
function countOf({ counts }: ActivitySum, kind: (typeof kinds)[number]): number {
  if (kind !== 'OTHER') return counts[kind] ?? 0
  return Object.entries(counts).reduce((sum, [type, count]) => sum + ((kinds as readonly string[]).includes(type) && type !== 'OTHER' ? 0 : count), 0)
}

function totalOf({ counts }: ActivitySum): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
