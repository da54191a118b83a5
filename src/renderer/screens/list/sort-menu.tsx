/** The order of a list: one sort, or several of which each orders what the ones before leave equal; and its groups. */
import { Button as AriaButton } from 'react-aria-components/Button'
import { useState } from 'react'
import { sortableFields } from '../../../shared/model/fields'
import type { ViewSort } from '../../../shared/model/list-view'
import type { ObjectType } from '../../../shared/model/object-type'
import { groupFields } from '../../../shared/model/totals'
import { keyCapText, keyShortcuts } from '../../keys'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { CompactSelect } from '../../parts/compact-input'
import { Icon } from '../../parts/icon'
import { useKeys } from '../../parts/keyboard'
import { Popover } from '../../parts/popover'
import { MOST_SORTS } from './columns'
import { filterFieldLabel } from './filter-words'
import styles from './sort-menu.module.css'

export interface SortMenuProps {
  readonly object: ObjectType
  /** The company's own fields, which can be sorted and grouped by too. */
  readonly custom: readonly { readonly path: string; readonly label: string }[]
  readonly sort: readonly ViewSort[]
  readonly groupBy: string | null
  readonly onSort: (sort: readonly ViewSort[]) => void
  readonly onGroup: (groupBy: string | null) => void
}

export function SortMenu({ object, custom, sort, groupBy, onSort, onGroup }: SortMenuProps) {
  const t = useText()
  const [open, setOpen] = useState(false)
  useKeys({ sortMenu: () => setOpen(true) })
  const own = custom.map(({ path }) => path)
  const label = (path: string): string => custom.find((field) => field.path === path)?.label ?? filterFieldLabel(t, object, path)
  const [first] = sort
  const free = [...sortableFields(object), ...own].filter((path) => !sort.some(({ field }) => field === path))
  const at = (index: number, next: ViewSort): void => onSort(sort.map((each, each_at) => (each_at === index ? next : each)))
  const names = sort.map(({ field, descending }) => `${label(field)} ${t(descending ? 'sortMenu.descending' : 'sortMenu.ascending')}`).join(', ')
  return (
    <Popover
      label={t('sortMenu.title')}
      placement="bottom end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <AriaButton
          className={styles.button}
          aria-label={t('sortMenu.button', { fields: names })}
          render={(props) => (
            <button {...props} aria-keyshortcuts={keyShortcuts('sortMenu')} title={`${t('sortMenu.title')} (${keyCapText('sortMenu')})`} />
          )}
        >
          <Icon name="sort" small />
          {first ? label(first.field) : ''}
          {sort.length > 1 ? <span className={styles.more}>{t('list.more', { count: sort.length - 1 })}</span> : null}
          {first ? <Icon name={first.descending ? 'down' : 'up'} small /> : null}
        </AriaButton>
      }
    >
      <div className={styles.panel}>
        {sort.map(({ field, descending }, index) => (
          <div key={field} className={styles.row}>
            <span className={styles.word}>{t(index === 0 ? 'sortMenu.by' : 'sortMenu.thenBy')}</span>
            <CompactSelect
              label={t(index === 0 ? 'sortMenu.by' : 'sortMenu.thenBy')}
              autoFocus={index === 0}
              value={field}
              options={[field, ...free].map((id) => ({ id, label: label(id) })).toSorted((a, b) => a.label.localeCompare(b.label))}
              onChange={(next) => at(index, { field: next, descending })}
            />
            <Button
              kind="quiet"
              small
              icon={descending ? 'down' : 'up'}
              label={t('sortMenu.direction', { field: label(field), descending: String(descending) })}
              onPress={() => at(index, { field, descending: !descending })}
            />
            {sort.length > 1 ? (
              <Button
                kind="quiet"
                small
                icon="x"
                label={t('sortMenu.remove', { field: label(field) })}
                onPress={() => onSort(sort.filter((_, each) => each !== index))}
              />
            ) : null}
          </div>
        ))}
        {sort.length < MOST_SORTS && free[0] !== undefined ? (
          <Button kind="quiet" small icon="plus" onPress={() => onSort([...sort, { field: free[0] ?? 'name', descending: false }])}>
            {t('sortMenu.add')}
          </Button>
        ) : null}
        {groupFields(object).length > 0 ? (
          <div className={styles.row}>
            <span className={styles.word}>{t('sortMenu.group')}</span>
            <CompactSelect
              label={t('sortMenu.group')}
              value={groupBy ?? ''}
              options={[{ id: '', label: t('sortMenu.noGroup') }, ...[...groupFields(object), ...own].map((id) => ({ id, label: label(id) }))]}
              onChange={(next) => onGroup(next === '' ? null : next)}
            />
          </div>
        ) : null}
      </div>
    </Popover>
  )
}
