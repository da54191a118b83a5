/** The builder of one chip: first which field, then what is asked of it. What is built is applied with Enter or *Apply*. */
import { type KeyboardEvent, type ReactElement, useState } from 'react'
import type { Filter } from '../../../shared/model/filter'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { CompactInput } from '../../parts/compact-input'
import { plainText } from '../../parts/plain-text'
import { Popover } from '../../parts/popover'
import { conditionOn, firstCondition, groupOf, isComplete } from './filter-edit'
import { FilterNode } from './filter-node'
import styles from './filter-popover.module.css'
import { useTypedChoice } from './use-typed-choice'
import { type NamedField, useFilterFields } from './use-filter-fields'

export interface FilterPopoverProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  /** Null: a new one, whose field is chosen first. */
  readonly filter: Filter | null
  readonly trigger: ReactElement
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onApply: (filter: Filter | null) => void
}

export function FilterPopover({ trigger, open, onOpenChange, ...props }: FilterPopoverProps) {
  const t = useText()
  return (
    <Popover label={t('filter.addTitle')} trigger={trigger} open={open} onOpenChange={onOpenChange}>
      <Builder {...props} onDone={() => onOpenChange(false)} />
    </Popover>
  )
}

function Builder({
  connection,
  object,
  filter,
  onApply,
  onDone,
}: Omit<FilterPopoverProps, 'trigger' | 'open' | 'onOpenChange'> & { readonly onDone: () => void }) {
  const t = useText()
  const [draft, setDraft] = useState<Filter | null>(filter)
  const [tried, setTried] = useState(false)
  if (draft === null)
    return <FieldChooser connection={connection} object={object} onChoose={({ path, format }) => setDraft(conditionOn(object, path, format))} />
  const complete = isComplete(object, draft)
  const apply = (): void => {
    if (!complete) return setTried(true)
    onApply(draft)
    onDone()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // A button's Enter is its own.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.defaultPrevented || event.target instanceof HTMLButtonElement) return
    event.preventDefault()
    apply()
  }
  return (
    <div className={styles.builder} onKeyDown={onKeyDown}>
      <FilterNode connection={connection} object={object} filter={draft} depth={1} onChange={setDraft} onRemove={null} />
      {tried && !complete ? (
        <p role="alert" className={styles.missing}>
          {t('filter.valueMissing')}
        </p>
      ) : null}
      <div className={styles.foot}>
        {'field' in draft ? (
          <Button kind="quiet" small onPress={() => setDraft(groupOf('any', [draft, firstCondition(object)]))}>
            {t('filter.orElse')}
          </Button>
        ) : null}
        <span className={styles.room} />
        <Button small kind="primary" onPress={apply}>
          {t('filter.apply')}
        </Button>
      </div>
    </div>
  )
}

function FieldChooser({
  connection,
  object,
  onChoose,
}: {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly onChoose: (field: NamedField) => void
}) {
  const t = useText()
  const { typed, at, type, keys } = useTypedChoice()
  const fields = useFilterFields(connection, object).filter(({ label }) => plainText(label).includes(plainText(typed)))
  const current = fields[Math.min(at, fields.length - 1)]
  const onKeyDown = keys(fields.length, (event) => {
    if (event.key !== 'Enter' || !current) return false
    onChoose(current)
    return true
  })
  return (
    <div className={styles.builder}>
      <CompactInput label={t('filter.findField')} placeholder={t('filter.findField')} autoFocus value={typed} onChange={type} onKeyDown={onKeyDown} />
      <ul className={styles.fields} aria-label={t('filter.field')}>
        {fields.map((field, index) => (
          <li key={field.path}>
            <button type="button" tabIndex={-1} className={classes(styles.field, index === at && styles.at)} onClick={() => onChoose(field)}>
              <bdi>{field.label}</bdi>
            </button>
          </li>
        ))}
      </ul>
      {fields.length === 0 ? <p className={styles.missing}>{t('filter.noField')}</p> : null}
    </div>
  )
}
