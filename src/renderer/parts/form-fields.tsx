/** Fields of a form with a label, a hint, and the error in words below. The error is the field's description, too. */
import { type ReactNode, useId } from 'react'
import { classes } from './classes'
import styles from './form-fields.module.css'
import { Mark } from './mark'

interface FieldFrame {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
}

export interface TextFieldProps extends FieldFrame {
  readonly value: string
  readonly type?: 'text' | 'password' | 'email' | 'url' | 'date'
  readonly mono?: boolean
  readonly autoComplete?: string
  /** The label stands beside it already. */
  readonly hideLabel?: boolean
  readonly onChange: (value: string) => void
}

export function TextField({
  label,
  hint,
  error,
  value,
  type = 'text',
  mono = false,
  autoComplete = 'off',
  hideLabel = false,
  onChange,
}: TextFieldProps) {
  const id = useId()
  return (
    <Frame id={id} label={label} hideLabel={hideLabel} {...(hint ? { hint } : {})} error={error}>
      <input
        id={id}
        className={classes(styles.input, mono && styles.mono, error && styles.bad)}
        type={type}
        autoComplete={autoComplete}
        spellCheck={false}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-about` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </Frame>
  )
}

export interface SelectFieldProps<Id extends string> extends FieldFrame {
  readonly value: Id
  readonly options: readonly { readonly id: Id; readonly label: string }[]
  /** The label stands beside it already. */
  readonly hideLabel?: boolean
  readonly onChange: (value: Id) => void
}

export function SelectField<Id extends string>({ label, hint, error, value, options, hideLabel = false, onChange }: SelectFieldProps<Id>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hideLabel={hideLabel} {...(hint ? { hint } : {})} error={error}>
      <select
        id={id}
        className={classes(styles.input, error && styles.bad)}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-about` : undefined}
        onChange={(event) => {
          const chosen = options.find((option) => option.id === event.target.value)
          if (chosen) onChange(chosen.id)
        }}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}

function Frame({
  id,
  label,
  hideLabel = false,
  hint,
  error,
  children,
}: FieldFrame & { readonly id: string; readonly hideLabel?: boolean; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label className={hideLabel ? 'visually-hidden' : styles.label} htmlFor={id}>
        {label}
      </label>
      {children}
      {error || hint ? (
        <p id={`${id}-about`} className={error ? styles.error : styles.hint}>
          {error ? <Mark name="rejected" label={null} /> : null}
          <span>{error ?? hint}</span>
        </p>
      ) : null}
    </div>
  )
}

/** What is wrong with the form as a whole; announced when it appears. */
export function FormError({ error }: { readonly error: string | undefined }) {
  return (
    <div role="alert" className={styles.alert}>
      {error ? (
        <p className={styles.error}>
          <Mark name="rejected" label={null} />
          <span>{error}</span>
        </p>
      ) : null}
    </div>
  )
}
