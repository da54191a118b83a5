/** One thing that was guessed, as a chip that says what it is and lets it be overruled: a native list, so that every key works. */
import { Icon } from '../../parts/icon'
import styles from './chip-select.module.css'

export interface ChipSelectProps<Id extends string> {
  readonly label: string
  readonly value: Id
  readonly options: readonly { readonly id: Id; readonly label: string }[]
  readonly onChange: (value: Id) => void
}

export function ChipSelect<Id extends string>({ label, value, options, onChange }: ChipSelectProps<Id>) {
  return (
    <label className={styles.chip}>
      <span className={styles.label}>{label}</span>
      <select
        className={styles.select}
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
      <span className={styles.chevron}>
        <Icon name="down" small />
      </span>
    </label>
  )
}
