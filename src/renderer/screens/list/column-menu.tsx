/** Which columns a list shows, in which order and width, and which stay when others leave. Each change saves itself. */
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { ShownColumn } from '../../../shared/model/list-view'
import type { ObjectType } from '../../../shared/model/object-type'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { CompactInput } from '../../parts/compact-input'
import { Icon } from '../../parts/icon'
import { Popover } from '../../parts/popover'
import styles from './column-menu.module.css'
import type { Column } from './columns'
import { columnLabel } from './column-label'

export interface ColumnMenuProps {
  readonly object: ObjectType
  /** Those that are shown, in their order. */
  readonly columns: readonly Column[]
  /** All that there are. */
  readonly offered: readonly Column[]
  readonly onChange: (columns: readonly ShownColumn[] | null) => void
}

export function ColumnMenu({ object, columns, offered, onChange }: ColumnMenuProps) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const label = (column: Column): string => columnLabel(t, object, column)
  const hidden = offered.filter(({ path }) => !columns.some((column) => column.path === path)).toSorted((a, b) => label(a).localeCompare(label(b)))
  const fits = (column: Column): boolean => label(column).toLowerCase().includes(typed.trim().toLowerCase())
  const save = (next: readonly Column[]): void => onChange(next.map(({ path, width, pinned }) => ({ path, width, pinned })))
  const move = (at: number, step: number): void => {
    const next = [...columns]
    const [moved] = next.splice(at, 1)
    if (moved) next.splice(at + step, 0, moved)
    save(next)
  }
  return (
    <Popover
      label={t('columns.title')}
      placement="bottom end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <AriaButton className={styles.button} aria-label={t('columns.title')} render={(props) => <button {...props} title={t('columns.title')} />}>
          <Icon name="columns" />
        </AriaButton>
      }
    >
      <div className={styles.panel}>
        <CompactInput label={t('columns.find')} placeholder={t('columns.find')} autoFocus value={typed} onChange={setTyped} />
        <ul className={styles.list} aria-label={t('columns.title')}>
          {columns.map((column, at) =>
            fits(column) ? (
              <li key={column.path} className={styles.row}>
                <label className={styles.name}>
                  <input
                    type="checkbox"
                    checked
                    disabled={column.kind === 'name'}
                    aria-label={t('columns.show', { column: label(column) })}
                    onChange={() => save(columns.filter(({ path }) => path !== column.path))}
                  />
                  <bdi>{label(column)}</bdi>
                </label>
                <Button kind="quiet" small icon="up" label={t('columns.up', { column: label(column) })} onPress={() => at > 0 && move(at, -1)} />
                <Button
                  kind="quiet"
                  small
                  icon="down"
                  label={t('columns.down', { column: label(column) })}
                  onPress={() => at < columns.length - 1 && move(at, 1)}
                />
                <Button
                  kind="quiet"
                  small
                  icon="pin"
                  pressed={column.pinned}
                  label={t(column.pinned ? 'columns.unpin' : 'columns.pin', { column: label(column) })}
                  onPress={() => save(columns.map((each) => (each === column ? { ...each, pinned: !each.pinned } : each)))}
                />
                <WidthInput
                  column={column}
                  label={t('columns.resize', { column: label(column) })}
                  onWidth={(width) => save(columns.map((each) => (each === column ? { ...each, width } : each)))}
                />
              </li>
            ) : null,
          )}
          {hidden.filter(fits).map((column) => (
            <li key={column.path} className={styles.row}>
              <label className={styles.name}>
                <input
                  type="checkbox"
                  checked={false}
                  aria-label={t('columns.show', { column: label(column) })}
                  onChange={() => save([...columns, column])}
                />
                <bdi>{label(column)}</bdi>
              </label>
            </li>
          ))}
        </ul>
        <Button kind="quiet" small icon="undo" onPress={() => onChange(null)}>
          {t('columns.reset')}
        </Button>
      </div>
    </Popover>
  )
}

/** By keys what a drag of the header's edge does: arrows change it by ten. */
function WidthInput({
  column,
  label,
  onWidth,
}: {
  readonly column: Column
  readonly label: string
  readonly onWidth: (width: number | null) => void
}) {
  const [text, setText] = useState<string | null>(null)
  const width = column.width ?? column.min
  const keep = (next: number): void => {
    setText(null)
    onWidth(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, Math.round(next))))
  }
  return (
    <CompactInput
      label={label}
      type="number"
      narrow
      value={text ?? (column.width === null ? '' : String(column.width))}
      placeholder={String(column.min)}
      onChange={setText}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') keep(width + 10)
        else if (event.key === 'ArrowDown') keep(width - 10)
        else if (event.key === 'Enter' && text !== null) {
          if (text.trim() === '') onWidth(null)
          else if (Number.isFinite(Number(text))) keep(Number(text))
          setText(null)
        } else return
        event.preventDefault()
      }}
    />
  )
}

export const LEAST_WIDTH = 48
export const MOST_WIDTH = 800
