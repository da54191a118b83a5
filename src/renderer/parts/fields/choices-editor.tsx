/** Several choices out of those that the CRM defines: each is ticked or not. What it holds beside them stays a choice. */
import { useState } from 'react'
import type { Json } from '../../../shared/model/json'
import { listOf } from '../diff/list-diff'
import { draftOf, type EditorProps } from './draft'
import styles from './fields.module.css'
import { joinedLike, splitChoices } from './joined-choices'
import { optionLabel } from './labels'
import { useText } from '../../messages/text'
import { Tick } from '../tick'

export function ChoicesEditor({ field, value, label, autoFocus = false, onDraft }: EditorProps) {
  const t = useText()
  const [chosen, setChosen] = useState<readonly string[]>(() => chosenIn(value))
  const known = (field.options ?? []).map((option) => option.value)
  const all = [...known, ...chosenIn(value).filter((each) => !known.includes(each))]
  const toggle = (option: string): void => {
    const next = all.filter((each) => (each === option ? !chosen.includes(each) : chosen.includes(each)))
    setChosen(next)
    onDraft(draftOf(field, joinedLike(value, next)))
  }
  return (
    <div role="group" aria-label={label} className={styles.choices}>
      {all.map((option, index) => (
        <Tick key={option} checked={chosen.includes(option)} autoFocus={autoFocus && index === 0} onChange={() => toggle(option)}>
          <bdi>{optionLabel(t, field.path, option)}</bdi>
        </Tick>
      ))}
    </div>
  )
}

function chosenIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return splitChoices(value)
  return listOf(value).filter((each): each is string => typeof each === 'string')
}
