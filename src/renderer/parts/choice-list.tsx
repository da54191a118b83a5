/** One of a few choices under a heading, each a line of words. */
import { useId } from 'react'
import styles from './choice-list.module.css'

export interface ChoiceListProps<Id extends string> {
  readonly label: string
  /** Null: none is chosen yet. */
  readonly value: Id | null
  readonly options: readonly { readonly id: Id; readonly label: string }[]
  readonly onChange: (value: Id) => void
}

export function ChoiceList<Id extends string>({ label, value, options, onChange }: ChoiceListProps<Id>) {
  const name = useId()
  return (
    <fieldset className={styles.list}>
      <legend className={styles.label}>{label}</legend>
      {options.map((option) => (
        <label key={option.id} className={styles.option}>
          <input type="radio" className={styles.radio} name={name} checked={option.id === value} onChange={() => onChange(option.id)} />
          <bdi className={styles.words}>{option.label}</bdi>
        </label>
      ))}
    </fieldset>
  )
}
