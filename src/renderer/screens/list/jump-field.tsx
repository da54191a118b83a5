/** Type-ahead in a list: the keys go to the first row that begins so in the sorted column, to a row by its number, or to a share of the list. */
import { useEffect, useRef, useState } from 'react'
import type { ObjectType } from '../../../shared/model/object-type'
import { useText } from '../../messages/text'
import { CompactInput } from '../../parts/compact-input'
import { filterFieldLabel } from './filter-words'
import styles from './jump-field.module.css'
import { parseJump } from './jump-target'

export interface JumpFieldProps {
  readonly object: ObjectType
  /** The field by which the list is sorted first. */
  readonly field: string
  readonly count: number
  /** What was typed to open it. */
  readonly first: string
  readonly find: (text: string) => Promise<number | null>
  readonly onGo: (index: number) => void
  readonly onClose: () => void
}

export function JumpField({ object, field, count, first, find, onGo, onClose }: JumpFieldProps) {
  const t = useText()
  const [typed, setTyped] = useState(first)
  const [missing, setMissing] = useState(false)
  const latest = useRef('')
  const go = async (text: string): Promise<void> => {
    latest.current = text
    const target = parseJump(text, count)
    const index = target === null ? null : target.kind === 'row' ? target.index : await find(target.text)
    // A later key has asked for something else.
    if (latest.current !== text) return
    setMissing(target !== null && index === null)
    if (index !== null) onGo(index)
  }
  // What opened it counts as typed; what is typed then comes as a change.
  const started = useRef(false)
  useEffect(() => {
    if (started.current) return
    started.current = true
    if (first !== '') void go(first)
  })
  const label = t('jump.label', { field: filterFieldLabel(t, object, field) })
  return (
    <div className={styles.field} role="search" aria-label={t('jump.title')}>
      <CompactInput
        label={label}
        placeholder={label}
        value={typed}
        invalid={missing}
        autoFocus
        onChange={(text) => {
          setTyped(text)
          void go(text)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape' && event.key !== 'Tab') return
          event.preventDefault()
          event.stopPropagation()
          onClose()
        }}
      />
      <span className={styles.hint} role="status">
        {missing ? t('jump.nothing') : t('jump.hint')}
      </span>
    </div>
  )
}
