/**
 * The command palette (⌘K): records, actions and screens in one list, while typing, from the local index.
 *
 * The text field keeps the focus; arrows move a choice in the list below it. What was found for an earlier text can't be
 * opened by Enter.
 */
import { Fragment, useId, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useText } from '../../messages/text'
import { Icon } from '../../parts/icon'
import styles from './palette.module.css'
import { PaletteFoot } from './palette-foot'
import { PaletteRow } from './palette-row'
import { usePaletteResults } from './use-palette-results'
import type { PaletteEntry } from './use-palette-entries'

/** `first`: what it opens with, as if it had been typed. */
export function Palette({ first = '', onClose }: { readonly first?: string; readonly onClose: () => void }) {
  const t = useText()
  return (
    <ModalOverlay className={styles.scrim} isOpen isDismissable onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={t('search.title')}>
          <Search first={first} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Search({ first, onClose }: { readonly first: string; readonly onClose: () => void }) {
  const t = useText()
  const id = useId()
  const [text, setText] = useState(first)
  const [chosen, setChosen] = useState(0)
  const { words, entries, settled } = usePaletteResults(text)
  const current = Math.min(chosen, entries.length - 1)
  const open = (entry: PaletteEntry | undefined): void => {
    if (!entry || (entry.group === 'records' && !settled)) return
    onClose()
    entry.run()
  }
  const type = (next: string): void => {
    setText(next)
    setChosen(0)
  }
  return (
    <>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          className={styles.input}
          type="search"
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? `${id}-${current}` : undefined}
          aria-autocomplete="list"
          aria-label={t('search.title')}
          placeholder={t('search.hint')}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            const steps: Readonly<Record<string, number>> = { ArrowDown: current + 1, ArrowUp: current - 1 }
            const next = steps[event.key]
            if (next !== undefined && entries.length > 0) setChosen((next + entries.length) % entries.length)
            else if (event.key === 'Enter' && !event.nativeEvent.isComposing) open(entries[current])
            else return
            event.preventDefault()
          }}
        />
      </div>
      <div className={styles.list} role="listbox" id={`${id}-list`} aria-label={t('search.title')}>
        {entries.map((entry, index) => (
          <Fragment key={entry.id}>
            {entry.group === entries[index - 1]?.group ? null : (
              <div className={styles.group} role="presentation">
                {t(words === '' && entry.group === 'records' ? 'palette.recent' : `palette.${entry.group}`)}
              </div>
            )}
            <PaletteRow
              id={`${id}-${index}`}
              entry={entry}
              words={words}
              chosen={index === current}
              onPoint={() => setChosen(index)}
              onOpen={() => open(entry)}
            />
          </Fragment>
        ))}
      </div>
      <PaletteFoot words={words} found={entries.length} settled={settled} onPrefix={(prefix) => type(`${prefix}${words}`)} />
    </>
  )
}
