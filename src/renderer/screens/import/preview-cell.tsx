/** One cell of the preview: its text, or old and new beside each other; pressed, it is corrected in place. */
import { type ReactNode, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { RowPlan } from '../../../shared/model/import'
import { cellOf } from '../../../shared/model/table'
import { isEmptyValue, isJsonObject, type Json } from '../../../shared/model/json'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { EmptyValue } from '../../parts/value'
import styles from './preview-cell.module.css'
import type { Correction } from './use-import'

export interface PreviewCellProps {
  readonly plan: RowPlan
  readonly column: number
  readonly label: string
  /** The field that it fills. */
  readonly path: string | null
  readonly isName?: boolean
  readonly onCorrect: (correction: Correction) => Promise<void>
  readonly children?: ReactNode
}

/** Longer texts are cut on the screen alone. */
const SHOWN = 200

export function PreviewCell({ plan, column, label, path, isName = false, onCorrect, children }: PreviewCellProps) {
  const t = useText()
  const [editing, setEditing] = useState(false)
  const text = plan.cells[column] ?? ''
  const problem = plan.problems.find((each) => each.column === column)
  const change = plan.kind === 'changes' ? plan.fields.find((field) => field.path === path) : undefined
  const said =
    text === ''
      ? t('import.cellEmpty', { title: label, row: plan.row + 1 })
      : t('import.cell', { title: label, row: plan.row + 1, text: text.slice(0, SHOWN) })
  if (editing) {
    return (
      <td className={styles.cell}>
        <CellEditor
          text={text}
          label={said}
          onDone={(next) => {
            setEditing(false)
            if (next !== null && next !== text) void onCorrect({ row: plan.row, cells: [{ column, text: next }] })
          }}
        />
      </td>
    )
  }
  return (
    <td className={classes(styles.cell, problem && styles.bad, isName && styles.name)}>
      <AriaButton
        className={styles.button}
        aria-label={problem ? `${said}. ${t('import.expected', { words: problem.words })}` : said}
        onPress={() => setEditing(true)}
      >
        {change && !isEmptyValue(change.old) ? <s className={styles.old}>{shortText(change.old)}</s> : null}
        {text === '' ? <EmptyValue /> : <bdi>{text.slice(0, SHOWN)}</bdi>}
      </AriaButton>
      {problem ? <span className={styles.words}>{t('import.expected', { words: problem.words })}</span> : null}
      {children}
    </td>
  )
}

interface CellEditorProps {
  readonly text: string
  readonly label: string
  /** Null: nothing was changed. */
  readonly onDone: (text: string | null) => void
}

function CellEditor({ text, label, onDone }: CellEditorProps) {
  const done = useRef(false)
  const finish = (next: string | null): void => {
    if (done.current) return
    done.current = true
    onDone(next)
  }
  return (
    <input
      className={styles.input}
      aria-label={label}
      defaultValue={text}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the cell that was pressed
      autoFocus
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter' || event.key === 'Tab') finish(event.currentTarget.value)
        else if (event.key === 'Escape') finish(null)
        else return
        event.stopPropagation()
      }}
    />
  )
}

function shortText(value: Json): string {
  const entries = Array.isArray(value)
    ? value.map((entry: Json) => (isJsonObject(entry) ? (entry['email'] ?? entry['telephone'] ?? entry['name'] ?? '') : entry))
    : value
  return String(cellOf(entries)).slice(0, SHOWN)
}
