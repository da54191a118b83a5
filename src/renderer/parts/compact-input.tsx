/** Inputs of one line that stand in a row and carry their name for screen readers: their place says it to the eye. */
import type { KeyboardEvent, Ref } from 'react'
import { classes } from './classes'
import styles from './compact-input.module.css'

export interface CompactInputProps {
  readonly label: string
  readonly value: string
  readonly type?: 'text' | 'number' | 'date'
  readonly placeholder?: string
  readonly invalid?: boolean
  readonly autoFocus?: boolean
  readonly narrow?: boolean
  readonly ref?: Ref<HTMLInputElement>
  readonly onChange: (value: string) => void
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
}

export function CompactInput({ label, value, type = 'text', invalid = false, narrow = false, onChange, ...rest }: CompactInputProps) {
  return (
    <input
      {...rest}
      className={classes(styles.input, narrow && styles.narrow)}
      type={type === 'date' ? 'date' : 'text'}
      inputMode={type === 'number' ? 'decimal' : undefined}
      aria-label={label}
      aria-invalid={invalid}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

export interface CompactSelectProps<Id extends string> {
  readonly label: string
  readonly value: Id
  readonly options: readonly { readonly id: Id; readonly label: string }[]
  readonly autoFocus?: boolean
  readonly onChange: (value: Id) => void
}

export function CompactSelect<Id extends string>({ label, value, options, autoFocus = false, onChange }: CompactSelectProps<Id>) {
  return (
    <select
      className={styles.input}
      aria-label={label}
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => {
        const chosen = options.find(({ id }) => id === event.target.value)
        if (chosen) onChange(chosen.id)
      }}
    >
      {options.map((option) => (
        <option key={option.id} value={option.id}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
