/** The open pipeline, stage by stage: how many, how much, and how much of it is likely. A table with bars is its own twin. */
import { scaleLinear } from '@visx/scale'
import type { ClosingDays } from '../../../shared/model/calendar'
import type { PipelineReport, StageSum } from '../../../shared/model/reports'
import { useConnection } from '../../data/queries'
import { useText } from '../../messages/text'
import { ChartPanel, TwinTable } from '../../parts/charts/chart-panel'
import chart from '../../parts/charts/charts.module.css'
import { useWidth } from '../../parts/charts/use-width'
import { formatMoney, formatNumber, formatShortMoney } from '../../parts/format'
import styles from './reports.module.css'
import { type Scope, sumIn } from './scope'

export interface StagePanelProps {
  readonly scope: Scope
  readonly report: PipelineReport
  /** The close dates that the report was narrowed to. */
  readonly closing?: ClosingDays
  readonly now: number
}

export function StagePanel({ scope, report, closing, now }: StagePanelProps) {
  const t = useText()
  const crm = useConnection(scope.connection)?.name ?? ''
  const stages = report.stages.filter(({ stage }) => stage.kind === 'open')
  const nameOf = ({ stage }: StageSum): string => stage.name ?? t('board.noStage')
  const open = (each: StageSum) => () =>
    scope.onDrill({
      of: 'deals',
      title: nameOf(each),
      input: {
        pipeline: scope.pipeline,
        owner: scope.owner,
        now,
        stage: each.stage.id,
        currency: { code: scope.currency },
        ...(closing ? { closing } : {}),
      },
    })
  const rows = stages.map((each) => {
    const sum = sumIn(each.sums, scope.currency)
    return { each, sum, name: nameOf(each), open: open(each) }
  })
  const most = Math.max(1, ...rows.map(({ sum }) => sum.amount))
  return (
    <ChartPanel
      id="stages"
      title={t('panel.stages')}
      legend={[
        { tone: 'main', label: t('report.weighted') },
        { tone: 'soft', label: t('report.amount') },
      ]}
      note={report.hasProbability ? null : t('report.noProbability', { crm })}
      empty={rows.every(({ sum }) => sum.count === 0) ? t('home.noDeals') : null}
      table={
        <TwinTable
          label={t('panel.stages')}
          first={t('panel.stage')}
          columns={[
            { id: 'deals', label: t('report.deals') },
            { id: 'amount', label: t('report.amount') },
            { id: 'weighted', label: t('report.weighted') },
          ]}
          rows={rows.map(({ each, sum, name, open: onOpen }) => ({
            id: each.stage.id,
            label: name,
            onOpen,
            cells: [formatNumber(sum.count), formatMoney(sum.amount, scope.currency), formatMoney(sum.weighted, scope.currency)],
          }))}
        />
      }
    >
      <table className={styles.funnel}>
        <thead>
          <tr>
            <th scope="col">{t('panel.stage')}</th>
            <th scope="col">{t('report.deals')}</th>
            <td />
            <th scope="col">{t('report.amount')}</th>
            <th scope="col">{t('report.weighted')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ each, sum, name, open: onOpen }) => (
            <tr key={each.stage.id}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td>{formatNumber(sum.count)}</td>
              <td>
                <StageBar
                  label={t('chart.bar', {
                    label: name,
                    values: `${t('figure.deals', { count: sum.count })}, ${formatMoney(sum.amount, scope.currency)}, ${t('report.weighted')} ${formatMoney(sum.weighted, scope.currency)}`,
                  })}
                  amount={sum.amount / most}
                  weighted={sum.weighted / most}
                  onOpen={onOpen}
                />
              </td>
              <td>{formatShortMoney(sum.amount, null)}</td>
              <td>{formatShortMoney(sum.weighted, null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ChartPanel>
  )
}

interface StageBarProps {
  readonly label: string
  /** Of the longest, 0 to 1. */
  readonly amount: number
  readonly weighted: number
  readonly onOpen: () => void
}

function StageBar({ label, amount, weighted, onOpen }: StageBarProps) {
  const [ref, width] = useWidth()
  const x = scaleLinear<number>({ domain: [0, 1], range: [0, width] })
  return (
    <button type="button" className={styles.bar} aria-label={label} title={label} onClick={onOpen}>
      <div ref={ref}>
        <svg width={width} height={16} aria-hidden="true" className={styles.barDrawing}>
          <rect className={chart['tone-soft']} y={1} width={x(amount)} height={14} rx={2} />
          <rect className={chart['tone-main']} y={1} width={x(Math.min(weighted, amount))} height={14} rx={2} />
          {amount > 0 ? <rect className={chart['tone-main']} x={Math.max(0, x(amount) - 2)} y={1} width={2} height={14} /> : null}
        </svg>
      </div>
    </button>
  )
}
