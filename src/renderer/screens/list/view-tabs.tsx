/** The views of a list as tabs; those that find no room are in the menu behind them. A dot: changed and not saved. */
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/icon'
import { useKeys } from '../../parts/keyboard'
import { Popover } from '../../parts/popover'
import { digitCap, keyCapText, keyShortcuts } from '../../keys'
import type { ObjectType } from '../../../shared/model/object-type'
import type { ListViewState } from './use-list-view'
import { builtInIds } from './built-in-views'
import { Button } from '../../parts/button'
import styles from './view-tabs.module.css'

export interface ViewTabsProps {
  readonly object: ObjectType
  readonly state: ListViewState
}

/** More would push the primary action away. */
const MOST_TABS = 5

export function ViewTabs({ object, state: { views, view, changed, choose, remove } }: ViewTabsProps) {
  const t = useText()
  const [open, setOpen] = useState(false)
  useKeys({
    views: () => setOpen(true),
    viewTabs: (stroke) => {
      const chosen = views[Number(stroke?.at(-1) ?? 0) - 1]
      return chosen ? choose(chosen) : false
    },
  })
  const objects = t(`object.${object}`, { count: 2 })
  const first = views.slice(0, MOST_TABS)
  const shown = first.includes(view) ? first : [...first.slice(0, -1), view]
  const own = new Set(builtInIds(object))
  return (
    <nav className={styles.tabs} aria-label={t('view.tabs', { objects })}>
      {shown.map((each) => (
        <button
          key={each.id}
          type="button"
          className={classes(styles.tab, each === view && styles.current)}
          {...(each === view ? { 'aria-current': 'true' as const } : {})}
          title={digitCap('viewTabs', views.indexOf(each) + 1)}
          onClick={() => choose(each)}
        >
          <bdi>{each.name}</bdi>
          {each === view && changed ? (
            <span className={styles.dot}>
              <span className="visually-hidden">, {t('view.changed')}</span>
            </span>
          ) : null}
        </button>
      ))}
      <Popover
        label={t('view.tabs', { objects })}
        open={open}
        onOpenChange={setOpen}
        trigger={
          <AriaButton
            className={styles.more}
            aria-label={t('view.more')}
            render={(props) => <button {...props} aria-keyshortcuts={keyShortcuts('views')} title={`${t('view.more')} (${keyCapText('views')})`} />}
          >
            <Icon name="down" small />
          </AriaButton>
        }
      >
        <ul className={styles.list}>
          {views.map((each, at) => (
            <li key={each.id} className={styles.entry}>
              <button
                type="button"
                className={styles.choice}
                autoFocus={each === view || (at === 0 && !views.includes(view))}
                {...(each === view ? { 'aria-current': 'true' as const } : {})}
                onClick={() => {
                  setOpen(false)
                  choose(each)
                }}
              >
                <bdi>{each.name}</bdi>
                {each === view ? <Icon name="check" small /> : null}
              </button>
              {own.has(each.id) ? null : (
                <Button kind="quiet" small icon="trash" label={t('view.remove', { name: each.name })} onPress={() => remove(each)} />
              )}
            </li>
          ))}
        </ul>
      </Popover>
    </nav>
  )
}
