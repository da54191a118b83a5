/**
 * The editor of e-mails, phones, tags and web addresses: one row an entry, the first is the main one.
 *
 * An entry keeps whatever else the CRM put into it; only what the rep changes is ours. Rows left empty are not saved.
 */
import { useState } from 'react'
import { useText } from '../../messages/text'
import { Button } from '../button'
import { classes } from '../classes'
import { listOf } from '../diff/list-diff'
import type { EditorProps } from './draft'
import { entryLabel } from './field-text'
import styles from './fields.module.css'
import { addressKind } from './labels'
import { draftOfRows, emptyRow, kindChoices, type Row, textOfEntry, withKind } from './list-rows'

export function ListEditor({ field, value, label, autoFocus = false, invalid = false, describedBy, onDraft }: EditorProps) {
  const t = useText()
  const [rows, setRows] = useState<readonly Row[]>(() => {
    const present = listOf(value).map((entry, key) => ({ key, entry, text: textOfEntry(field, entry) }))
    return present.length > 0 ? present : [emptyRow(field, 0)]
  })
  const [fresh, setFresh] = useState<number | null>(null)
  const change = (next: readonly Row[]): void => {
    setRows(next)
    onDraft(draftOfRows(field, next))
  }
  const nextKey = Math.max(-1, ...rows.map(({ key }) => key)) + 1
  return (
    <span className={styles.rows} role="group" aria-label={label}>
      {rows.map((row, index) => (
        <span key={row.key} className={styles.row}>
          <input
            className={styles.input}
            type="text"
            aria-label={t('editor.entry', { label, number: index + 1 })}
            aria-invalid={invalid && !draftOfRows(field, [row]).ok}
            {...(describedBy ? { 'aria-describedby': describedBy } : {})}
            autoFocus={(autoFocus && index === 0) || row.key === fresh}
            value={row.text}
            onChange={(event) => change(rows.map((each) => (each.key === row.key ? { ...each, text: event.target.value } : each)))}
          />
          {field.kind === 'emails' || field.kind === 'phones' ? (
            <select
              className={classes(styles.input, styles.kindSelect)}
              aria-label={t('editor.kind', { label, number: index + 1 })}
              value={entryLabel(row.entry) ?? ''}
              onChange={(event) =>
                change(rows.map((each) => (each.key === row.key ? { ...each, entry: withKind(each.entry, event.target.value) } : each)))
              }
            >
              {kindChoices(field.kind, row.entry).map((kind) => (
                <option key={kind} value={kind}>
                  {kind === '' ? '–' : addressKind(t, kind)}
                </option>
              ))}
            </select>
          ) : null}
          {index > 0 && (field.kind === 'emails' || field.kind === 'phones') ? (
            <Button kind="quiet" small icon="up" label={t('editor.makeMain')} onPress={() => change([row, ...rows.filter((each) => each !== row)])} />
          ) : null}
          <Button
            kind="quiet"
            small
            icon="x"
            label={t('editor.removeEntry', { entry: row.text })}
            onPress={() => change(rows.length > 1 ? rows.filter((each) => each !== row) : [emptyRow(field, nextKey)])}
          />
        </span>
      ))}
      <Button
        kind="link"
        className={styles.addRow ?? ''}
        onPress={() => {
          setFresh(nextKey)
          setRows([...rows, emptyRow(field, nextKey)])
        }}
      >
        {t('editor.add')}
      </Button>
    </span>
  )
}
