/**
 * Search over all records (⌘K): results while typing, from the local index, in the order in which it ranks them.
 *
 * The text field keeps the focus; arrows move a choice in the list below it. An answer that is older than what is typed is
 * never painted as if it were new: the list is dimmed by nothing and simply replaced.
 */
import { useId, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { SearchHit } from '../../shared/model/views'
import { useSearch } from '../data/queries'
import { useText } from '../messages/text'
import { classes } from '../parts/classes'
import { Icon } from '../parts/icon'
import { useGo } from '../parts/link'
import { RecordName } from '../parts/value'
import { useCurrentConnection } from './current-connection'
import { objectIcons } from './navigation'
import styles from './search-dialog.module.css'

export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  return (
    <ModalOverlay className={styles.scrim} isOpen isDismissable onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={t('search.title')}>
          <Search onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Search({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  const go = useGo()
  const id = useId()
  const { all } = useCurrentConnection()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const asked = text.trim()
  const { data, isPlaceholderData } = useSearch(asked, { limit: 20 })
  const hits: readonly SearchHit[] = asked === '' ? [] : (data ?? [])
  const current = Math.min(chosen, hits.length - 1)
  const open = (hit: SearchHit | undefined): void => {
    if (!hit) return
    onClose()
    go({ at: 'record', connection: hit.connection, object: hit.object, id: hit.id })
  }
  return (
    <>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          className={styles.input}
          type="search"
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={hits.length > 0 ? `${id}-${current}` : undefined}
          aria-autocomplete="list"
          aria-label={t('search.title')}
          placeholder={t('search.hint')}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={(event) => {
            const steps: Readonly<Record<string, number>> = { ArrowDown: current + 1, ArrowUp: current - 1 }
            const next = steps[event.key]
            if (next !== undefined && hits.length > 0) setChosen((next + hits.length) % hits.length)
            else if (event.key === 'Enter' && !event.nativeEvent.isComposing && !isPlaceholderData) open(hits[current])
            else return
            event.preventDefault()
          }}
        />
      </div>
      <div className={styles.list} role="listbox" id={`${id}-list`} aria-label={t('search.title')}>
        {hits.map((hit, index) => (
          <div
            key={`${hit.connection} ${hit.id}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            ref={index === current ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
            className={classes(styles.hit, index === current && styles.chosen)}
            onPointerMove={() => setChosen(index)}
            onClick={() => open(hit)}
          >
            <Icon name={objectIcons[hit.object]} />
            <RecordName name={hit.name} className={styles.name} />
            <bdi className={styles.fact}>{hit.fact}</bdi>
            <span className={styles.object}>
              {t(`object.${hit.object}`, { count: 1 })}
              {all.length > 1 ? ` · ${all.find((each) => each.id === hit.connection)?.name ?? ''}` : ''}
            </span>
          </div>
        ))}
      </div>
      <div className={styles.foot} role="status">
        {asked !== '' && data && !isPlaceholderData
          ? hits.length === 0
            ? t('search.nothing', { text: asked })
            : t('search.results', { count: hits.length })
          : ''}
        <span className={styles.keys} aria-hidden="true">
          <kbd>↑↓</kbd> {t('search.move')} <kbd>↵</kbd> {t('search.open')}
        </span>
      </div>
    </>
  )
}
