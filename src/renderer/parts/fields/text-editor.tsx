/** Editors made of one line or of lines of text: words, numbers, money, addresses on the web. */
import { useState } from 'react'
import { definitionOf, type FieldPath } from '../../../shared/model/field-path'
import { useText } from '../../messages/text'
import { Button } from '../button'
import { classes } from '../classes'
import { groupSeparator, locale } from '../format'
import { type Draft, draftOf, type EditorProps } from './draft'
import { useFieldContext } from './field-context'
import { RevealedText } from './field-value'
import styles from './fields.module.css'
import { hasHiddenCharacters, withoutHidden } from './hidden-characters'
import { parseNumber } from './parse-input'

export function TextEditor({ field, value, label, autoFocus = false, invalid = false, describedBy, onDraft }: EditorProps) {
  const t = useText()
  const [text, setText] = useState(typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value))
  const change = (next: string): void => {
    setText(next)
    onDraft(draftOf(field, next === '' ? null : next))
  }
  const shared = { value: text, 'aria-label': label, 'aria-invalid': invalid, autoFocus, ...(describedBy ? { 'aria-describedby': describedBy } : {}) }
  return (
    <span className={styles.stack}>
      {field.kind === 'long-text' ? (
        <textarea
          {...shared}
          className={classes(styles.input, styles.area)}
          rows={4}
          onFocus={caretToEnd}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <input
          {...shared}
          className={styles.input}
          type="text"
          spellCheck={field.kind !== 'url'}
          onFocus={selectAll}
          onChange={(event) => change(event.target.value)}
        />
      )}
      {hasHiddenCharacters(text) ? (
        <span className={styles.note}>
          <span className={styles.revealed}>
            {t('editor.hidden')}{' '}
            <bdi>
              <RevealedText text={text.slice(0, 300)} />
            </bdi>
          </span>
          <Button kind="link" onPress={() => change(withoutHidden(text))}>
            {t('editor.removeHidden')}
          </Button>
        </span>
      ) : null}
    </span>
  )
}

export function NumberEditor({ field, value, label, autoFocus = false, invalid = false, describedBy, onDraft }: EditorProps) {
  const [text, setText] = useState(() => numberText(value))
  return (
    <input
      className={classes(styles.input, styles.number)}
      type="text"
      inputMode="decimal"
      aria-label={label}
      aria-invalid={invalid}
      {...(describedBy ? { 'aria-describedby': describedBy } : {})}
      autoFocus={autoFocus}
      value={text}
      onFocus={selectAll}
      onChange={(event) => {
        setText(event.target.value)
        onDraft(numberDraft(field.path, event.target.value))
      }}
    />
  )
}

/** Amount and currency side by side; both are saved, since one without the other says little. */
export function MoneyEditor({ field, value, label, autoFocus = false, invalid = false, describedBy, onDraft }: EditorProps) {
  const t = useText()
  const { object, document } = useFieldContext()
  const was = typeof document['currency'] === 'string' ? document['currency'] : ''
  const [amount, setAmount] = useState(() => numberText(value))
  const [currency, setCurrency] = useState(was)
  const currencyPath = 'currency' as FieldPath
  const tell = (nextAmount: string, nextCurrency: string): void => {
    const draft = numberDraft(field.path, nextAmount)
    const code = nextCurrency.trim().toUpperCase()
    // Only objects that have the field take it: `definitionOf` would throw for the others.
    const moved = draft.ok && code !== was.toUpperCase() && definitionOf(object, currencyPath).path === currencyPath
    onDraft(moved ? { ok: true, values: [...draft.values, { path: currencyPath, value: code === '' ? null : code }] } : draft)
  }
  return (
    <span className={styles.money}>
      <input
        className={classes(styles.input, styles.code)}
        aria-label={t('editor.currency')}
        maxLength={3}
        value={currency}
        placeholder="EUR"
        onFocus={selectAll}
        onChange={(event) => {
          setCurrency(event.target.value)
          tell(amount, event.target.value)
        }}
      />
      <input
        className={classes(styles.input, styles.number)}
        inputMode="decimal"
        aria-label={label}
        aria-invalid={invalid}
        {...(describedBy ? { 'aria-describedby': describedBy } : {})}
        autoFocus={autoFocus}
        value={amount}
        onFocus={selectAll}
        onChange={(event) => {
          setAmount(event.target.value)
          tell(event.target.value, currency)
        }}
      />
    </span>
  )
}

/** The reason by which an editor was opened is to replace what stands there. */
function selectAll(event: React.FocusEvent<HTMLInputElement>): void {
  event.target.select()
}

/** A note is gone on with, not replaced. */
function caretToEnd(event: React.FocusEvent<HTMLTextAreaElement>): void {
  event.target.setSelectionRange(event.target.value.length, event.target.value.length)
}

function numberText(value: EditorProps['value']): string {
  // Ungrouped and with the separator of the rep's language: what is shown can be typed back.
  if (typeof value === 'number') return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 10 }).format(value)
  return typeof value === 'string' ? value : ''
}

function numberDraft(path: FieldPath, text: string): Draft {
  const parsed = parseNumber(text, groupSeparator)
  return parsed.ok ? { ok: true, values: [{ path, value: parsed.value }] } : { ok: false, why: 'not-a-number' }
}
