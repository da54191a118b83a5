/** The filters over a list, each a chip that reads as a sentence; click one to change it, `F` adds another. */
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { type Condition, conditionsOf, type Filter, filterFieldAt } from '../../../shared/model/filter'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useRecordNames } from '../../data/list-queries'
import { useText } from '../../messages/text'
import { CompactSelect } from '../../parts/compact-input'
import { Icon } from '../../parts/icon'
import { keyCapText, keyShortcuts } from '../../keys'
import { useKeys } from '../../parts/keyboard'
import { useNow } from '../../parts/use-now'
import { chipsOf, filterOfChips } from './filter-edit'
import styles from './filter-bar.module.css'
import { FilterPopover } from './filter-popover'
import { conditionSentence, filterSentence, type WordsContext } from './filter-words'

export interface FilterBarProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly filter: Filter | null
  readonly onChange: (filter: Filter | null) => void
}

export function FilterBar({ connection, object, filter, onChange }: FilterBarProps) {
  const t = useText()
  const context = useWordsContext(connection, object, filter)
  const { join, chips } = chipsOf(filter)
  /** Which chip's builder is open; the number of chips is the new one's. */
  const [open, setOpen] = useState<number | null>(null)
  const withChips = (next: readonly Filter[], of = join): void => onChange(filterOfChips(of, next))
  useKeys({ filter: () => setOpen(chips.length) })
  return (
    <div className={styles.bar} role="group" aria-label={t('filter.chips')}>
      {chips.length > 1 ? (
        <span className={styles.join}>
          <CompactSelect
            label={t('filter.match')}
            value={join}
            options={[
              { id: 'all', label: t('filter.matchAll') },
              { id: 'any', label: t('filter.matchAny') },
            ]}
            onChange={(of) => withChips(chips, of)}
          />
        </span>
      ) : null}
      {chips.map((chip, at) => (
        <Chip
          // Chips have no names: their place is what they are.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          connection={connection}
          object={object}
          filter={chip}
          context={context}
          open={open === at}
          onOpenChange={(is) => setOpen(is ? at : null)}
          onChange={(next) =>
            withChips(next === null ? chips.filter((_, index) => index !== at) : chips.map((each, index) => (index === at ? next : each)))
          }
        />
      ))}
      <FilterPopover
        connection={connection}
        object={object}
        filter={null}
        open={open === chips.length}
        onOpenChange={(is) => setOpen(is ? chips.length : null)}
        onApply={(next) => next && withChips([...chips, next])}
        trigger={
          <AriaButton
            className={styles.add}
            render={(props) => (
              <button {...props} aria-keyshortcuts={keyShortcuts('filter')} title={`${t('filter.addTitle')} (${keyCapText('filter')})`} />
            )}
          >
            <Icon name="plus" small />
            {t('filter.add')}
          </AriaButton>
        }
      />
    </div>
  )
}

interface ChipProps extends Omit<FilterBarProps, 'filter'> {
  readonly filter: Filter
  readonly context: WordsContext
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

function Chip({ connection, object, filter, context, open, onOpenChange, onChange }: ChipProps) {
  const t = useText()
  const sentence = filterSentence(context, object, filter)
  return (
    <span className={styles.chip}>
      <FilterPopover
        connection={connection}
        object={object}
        filter={filter}
        open={open}
        onOpenChange={onOpenChange}
        onApply={onChange}
        trigger={
          <AriaButton className={styles.words} aria-label={t('filter.edit', { sentence })}>
            {'field' in filter ? <Sentence context={context} object={object} condition={filter} /> : <bdi className={styles.value}>{sentence}</bdi>}
          </AriaButton>
        }
      />
      <AriaButton className={styles.remove} aria-label={t('filter.remove', { sentence })} onPress={() => onChange(null)}>
        <Icon name="x" small />
      </AriaButton>
    </span>
  )
}

function Sentence({ context, object, condition }: { readonly context: WordsContext; readonly object: ObjectType; readonly condition: Condition }) {
  const { field, operator, value } = conditionSentence(context, object, condition)
  return (
    <>
      {field} {operator} {value === '' ? null : <bdi className={styles.value}>{value}</bdi>}
    </>
  )
}

/** Names for the ids that the conditions hold. */
export function useWordsContext(connection: ConnectionId, object: ObjectType, filter: Filter | null): WordsContext {
  const t = useText()
  const now = useNow()
  const wanted = filter === null ? [] : conditionsOf(filter).flatMap((condition) => idsIn(object, condition))
  return { t, now, nameOf: useRecordNames(connection, wanted) }
}

function idsIn(object: ObjectType, { field, value }: Condition): readonly { readonly object: ObjectType; readonly id: string }[] {
  const known = filterFieldAt(object, field)
  if (!known?.to || (known.kind !== 'user' && known.kind !== 'relation') || !Array.isArray(value)) return []
  const { to } = known
  return value.flatMap((id) => (typeof id === 'string' ? [{ object: to, id }] : []))
}
