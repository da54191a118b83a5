/** A chart in its box: title, legend, and the button to its table twin, in the same place. What was chosen last is kept. */
import { type ReactNode, useState } from 'react'
import { useText } from '../../messages/text'
import { Button } from '../button'
import { Mark } from '../mark'
import styles from './charts.module.css'
import type { Tone } from './column-chart'

export interface LegendEntry {
  readonly tone: Tone
  readonly label: string
}

export interface ChartPanelProps {
  /** Names the panel in what is kept. */
  readonly id: string
  readonly title: string
  readonly legend?: readonly LegendEntry[]
  /** What is true and not drawn: `This CRM has no probability; …`. */
  readonly note?: string | null
  /** Said in place of the chart when there is nothing to draw. */
  readonly empty?: string | null
  readonly table: ReactNode
  readonly children: ReactNode
}

const noLegend: readonly LegendEntry[] = []

export function ChartPanel({ id, title, legend = noLegend, note = null, empty = null, table, children }: ChartPanelProps) {
  const t = useText()
  const [asTable, setAsTable] = useState(() => localStorage.getItem(keptAt(id)) === 'table')
  const turn = () => {
    setAsTable(!asTable)
    localStorage.setItem(keptAt(id), asTable ? 'chart' : 'table')
  }
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <span className={styles.legend}>
          {legend.map(({ tone, label }) => (
            <span key={tone} className={styles.legendEntry}>
              {tone === 'won' || tone === 'lost' ? <Mark name={tone} label={null} /> : <Swatch tone={tone} />}
              {label}
            </span>
          ))}
        </span>
        {empty === null ? (
          <Button kind="quiet" small icon={asTable ? 'chart' : 'table'} label={t(asTable ? 'chart.asChart' : 'chart.asTable')} onPress={turn} />
        ) : null}
      </header>
      {empty !== null ? <p className={styles.empty}>{empty}</p> : asTable ? table : children}
      {note !== null && empty === null ? <p className={styles.note}>{note}</p> : null}
    </section>
  )
}

function Swatch({ tone }: { readonly tone: Tone }) {
  return (
    <svg className={styles.swatch} viewBox="0 0 8 8" aria-hidden="true">
      <rect className={styles[`tone-${tone}`]} width="8" height="8" rx="2" />
    </svg>
  )
}

const keptAt = (id: string): string => `satchel.chart.${id}`

export interface TwinColumn {
  readonly id: string
  readonly label: string
}

export interface TwinRow {
  readonly id: string
  readonly label: string
  readonly cells: readonly ReactNode[]
  readonly onOpen?: () => void
}

/** The table twin: the same numbers in the same order. */
export function TwinTable({
  label,
  first,
  columns,
  rows,
}: {
  label: string
  first: string
  columns: readonly TwinColumn[]
  rows: readonly TwinRow[]
}) {
  return (
    <div className={styles.twinScroll} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.twin}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.onOpen ? (
                  <button type="button" className={styles.open} onClick={row.onOpen}>
                    {row.label}
                  </button>
                ) : (
                  row.label
                )}
              </th>
              {row.cells.map((cell, index) => (
                <td key={columns[index]?.id}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
