/** One row of the palette: what it is called, one fact to know it by, what it is, and its key. */
import { Fragment } from 'react'
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/icon'
import { KeyCap } from '../../parts/key-cap'
import styles from './palette.module.css'
import { markedParts } from './palette-rank'
import type { PaletteEntry } from './use-palette-entries'

export interface PaletteRowProps {
  readonly id: string
  readonly entry: PaletteEntry
  readonly words: string
  readonly chosen: boolean
  readonly onPoint: () => void
  readonly onOpen: () => void
}

export function PaletteRow({ id, entry, words, chosen, onPoint, onOpen }: PaletteRowProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      ref={chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
      className={classes(styles.hit, chosen && styles.chosen)}
      onPointerMove={onPoint}
      onClick={onOpen}
    >
      <Icon name={entry.icon} />
      <bdi className={styles.name}>
        <MarkedName name={entry.name} words={words} />
      </bdi>
      <bdi className={styles.fact}>{entry.fact}</bdi>
      <span className={styles.object}>{entry.kind}</span>
      {entry.shows === null ? null : <KeyCap name={entry.shows} />}
    </div>
  )
}

function MarkedName({ name, words }: { readonly name: string; readonly words: string }) {
  return markedParts(name, words).map(({ text, marked }, index) => {
    // Parts of a name are told apart by their place alone.
    const key = `${index} ${text}`
    return marked ? <mark key={key}>{text}</mark> : <Fragment key={key}>{text}</Fragment>
  })
}
