/** Several values out of what the mirror holds, each with its count; typed text narrows them, and may be a value of its own. */
import type { FilterField } from '../../../shared/model/filter'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useSearch } from '../../data/queries'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { CompactInput } from '../../parts/compact-input'
import { formatNumber } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { plainText } from '../../parts/plain-text'
import { useTypedChoice } from './use-typed-choice'
import { useValueChoices, type ValueChoice } from './value-choices'
import styles from './value-picker.module.css'

export interface ValuePickerProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly field: FilterField
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** Few enough to look through; more are found by typing. */
const SHOWN = 60

export function ValuePicker({ connection, object, field, chosen, onChange }: ValuePickerProps) {
  const t = useText()
  const { typed, at, type, forget, keys } = useTypedChoice()
  const known = useValueChoices(connection, object, field.path)
  const found = useSearch(field.kind === 'relation' ? typed : '', { connection, objects: field.to ? [field.to] : null, limit: 20 }).data ?? []
  const choices =
    field.kind === 'relation' ? found.map((hit): ValueChoice => ({ value: hit.remoteId ?? hit.id, label: hit.name ?? hit.id, count: null })) : known
  const shown = withChosen(choices, chosen, field.kind !== 'relation')
    .filter(({ label }) => field.kind === 'relation' || plainText(label).includes(plainText(typed)))
    .slice(0, SHOWN)
  // A user or a record is chosen by who it is; words may be any.
  const free =
    field.kind !== 'user' && field.kind !== 'relation' && typed.trim() !== '' && !shown.some(({ label }) => plainText(label) === plainText(typed))
  const rows = free ? [...shown, { value: typed.trim(), label: t('filter.addValue', { value: typed.trim() }), count: null }] : shown
  const toggle = ({ value }: ValueChoice): void => {
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
    if (value === typed.trim()) forget()
  }
  const onKeyDown = keys(rows.length, ({ key }) => {
    if (!((key === ' ' && typed === '') || (key === 'Enter' && typed !== ''))) return false
    const row = rows[Math.min(at, rows.length - 1)]
    if (row) toggle(row)
    if (key === 'Enter') forget()
    return true
  })
  return (
    <div className={styles.picker}>
      <CompactInput label={t('filter.findValue')} placeholder={t('filter.findValue')} autoFocus value={typed} onChange={type} onKeyDown={onKeyDown} />
      <ul className={styles.values} aria-label={t('filter.value')}>
        {rows.map((choice, index) => (
          <li key={choice.value}>
            <label className={classes(styles.value, index === at && styles.at)}>
              <input type="checkbox" className={styles.box} checked={chosen.includes(choice.value)} tabIndex={-1} onChange={() => toggle(choice)} />
              <bdi className={styles.label}>{choice.label}</bdi>
              {choice.count === null ? null : <span className={styles.count}>{formatNumber(choice.count)}</span>}
            </label>
          </li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <p className={styles.nothing}>
          <Icon name="info" small /> {t('filter.noValue')}
        </p>
      ) : null}
    </div>
  )
}

/** What was chosen stays in sight, also where the mirror has no such value (any more). */
function withChosen(choices: readonly ValueChoice[], chosen: readonly string[], named: boolean): readonly ValueChoice[] {
  const missing = named ? chosen.filter((value) => !choices.some((choice) => plainText(choice.value) === plainText(value))) : []
  return [...missing.map((value) => ({ value, label: value, count: 0 })), ...choices]
}
