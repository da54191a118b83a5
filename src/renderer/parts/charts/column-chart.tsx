/**
 * Columns over time: amounts with their weighted part, won above and lost below one line, or activities stacked by kind. Every
 * column is a button with a name, and opens what is behind it.
 *
 * Drawn at pixel size in tokens' colours. Parts of a column are stacked, 1 px apart; `over` draws the part in front of the one before.
 */
import { scaleBand, scaleLinear } from '@visx/scale'
import { classes } from '../classes'
import styles from './charts.module.css'
import { useWidth } from './use-width'

export type Tone = 'main' | 'soft' | 'won' | 'lost' | '1' | '2' | '3' | '4' | '5' | 'rest'

export interface ColumnPart {
  readonly value: number
  readonly tone: Tone
  /** In front of the one before, not on top of it. */
  readonly over?: boolean
}

export interface ChartColumn {
  readonly id: string
  /** Under the column: `Nov`, `48`. */
  readonly label: string
  /** What a screen reader and the tooltip say. */
  readonly name: string
  readonly up: readonly ColumnPart[]
  readonly down?: readonly ColumnPart[]
  /** Its number, where it is the one that matters. */
  readonly figure?: string | null
}

export interface ColumnChartProps {
  readonly label: string
  readonly columns: readonly ChartColumn[]
  readonly height: number
  readonly format: (value: number) => string
  readonly onOpen?: (id: string) => void
}

const margin = { top: 16, bottom: 20, left: 44 }

export function ColumnChart({ label, columns, height, format, onOpen }: ColumnChartProps) {
  const [ref, width] = useWidth()
  return (
    <div ref={ref} className={styles.chart}>
      {width > 0 ? <Drawing label={label} columns={columns} width={width} height={height} format={format} {...(onOpen ? { onOpen } : {})} /> : null}
    </div>
  )
}

function Drawing({ label, columns, width, height, format, onOpen }: ColumnChartProps & { readonly width: number }) {
  const most = Math.max(...columns.map(({ up }) => sizeOf(up)), 0)
  const least = Math.max(...columns.map(({ down = [] }) => sizeOf(down)), 0)
  const y = scaleLinear<number>({ domain: [-least, most || 1], range: [height - margin.bottom - (least > 0 ? 4 : 0), margin.top] })
  const x = scaleBand<string>({ domain: columns.map(({ id }) => id), range: [margin.left, width], padding: 0.35 })
  const thick = Math.min(30, x.bandwidth())
  // Counts have no halves.
  const ticks = y.ticks(3).filter((tick) => tick >= 0 && (most > 3 || Number.isInteger(tick)))
  return (
    <svg className={styles.drawing} width={width} height={height} role="group" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={tick === 0 && least > 0 ? styles.axis : styles.grid} x1={margin.left} x2={width} y1={y(tick)} y2={y(tick)} />
          <text className={styles.tick} x={margin.left - 8} y={y(tick) + 4} textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {columns.map((column) => {
        const left = (x(column.id) ?? 0) + (x.bandwidth() - thick) / 2
        const press = () => onOpen?.(column.id)
        return (
          <g
            key={column.id}
            className={styles.column}
            {...(onOpen ? { role: 'button', tabIndex: 0 } : { role: 'img' })}
            aria-label={column.name}
            onClick={press}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return
              event.preventDefault()
              event.stopPropagation()
              press()
            }}
          >
            <title>{column.name}</title>
            <rect
              className={styles.reach}
              x={(x(column.id) ?? 0) - 2}
              y={margin.top - 12}
              width={x.bandwidth() + 4}
              height={height - margin.top + 10}
              rx={4}
            />
            <Parts parts={column.up} left={left} thick={thick} zero={y(0)} scale={(value) => y(0) - y(value)} direction={-1} />
            <Parts parts={column.down ?? []} left={left} thick={thick} zero={y(0) + 1} scale={(value) => y(0) - y(value)} direction={1} />
            <text className={styles.label} x={left + thick / 2} y={height - 4} textAnchor="middle">
              {column.label}
            </text>
          </g>
        )
      })}
      {/* Beside the buttons, not in them: a button's visible words have to be in its name, and this number is there in full. */}
      {columns.map(({ id, up, figure }) =>
        figure ? (
          <text key={id} className={styles.figure} x={(x(id) ?? 0) + x.bandwidth() / 2} y={y(sizeOf(up)) - 4} textAnchor="middle" aria-hidden="true">
            {figure}
          </text>
        ) : null,
      )}
    </svg>
  )
}

interface PartsProps {
  readonly parts: readonly ColumnPart[]
  readonly left: number
  readonly thick: number
  readonly zero: number
  readonly scale: (value: number) => number
  readonly direction: 1 | -1
}

function Parts({ parts, left, thick, zero, scale, direction }: PartsProps) {
  let reached = 0
  return parts.map(({ value, tone, over = false }, index) => {
    const from = over ? 0 : reached
    const size = scale(value)
    if (!over) reached += size
    if (value <= 0) return null
    const gap = !over && index > 0 ? 1 : 0
    const length = Math.max(1, size - gap)
    const top = direction === -1 ? zero - from - size : zero + from
    return (
      <g key={tone} aria-hidden="true">
        <rect className={classes(styles.part, styles[`tone-${tone}`])} x={left} y={top} width={thick} height={length} rx={Math.min(2, length / 2)} />
        {/* The cap of a pale part carries the contrast. */}
        {tone === 'soft' ? <rect className={styles['tone-main']} x={left} y={top} width={thick} height={Math.min(2, length)} /> : null}
      </g>
    )
  })
}

function sizeOf(parts: readonly ColumnPart[]): number {
  return parts.reduce((sum, { value, over = false }) => sum + (over ? 0 : value), 0)
}
