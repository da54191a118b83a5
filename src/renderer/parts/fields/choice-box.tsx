/**
 * One choice out of many: typed text filters, arrows move, Enter takes. For options, stages, owners and linked records alike;
 * where the choices come from a search, the caller filters and this shows what it gets.
 */
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { useText } from '../../messages/text'
import { Icon } from '../icon'
import { plainText } from '../plain-text'
import styles from './fields.module.css'

export interface Choice {
  readonly id: string
  readonly label: string
  /** One fact beside the name. */
  readonly fact?: string | null
  readonly lead?: ReactNode
}

export interface ChoiceBoxProps {
  readonly label: string
  readonly choices: readonly Choice[]
  /** The chosen one; null for none. */
  readonly chosen: string | null
  readonly text?: string
  readonly autoFocus?: boolean
  readonly placeholder?: string
  /** Set where the caller searches: it then hears what is typed. */
  readonly onSearch?: (text: string) => void
  readonly emptyWords?: string
  readonly onChoose: (id: string) => void
}

export function ChoiceBox({ label, choices, chosen, text, autoFocus = false, placeholder, onSearch, emptyWords, onChoose }: ChoiceBoxProps) {
  const t = useText()
  const chosenLabel = text ?? choices.find(({ id }) => id === chosen)?.label ?? ''
  const [typed, setTyped] = useState<string | null>(null)
  const shown = onSearch || typed === null ? choices : choices.filter((choice) => matches(choice, typed))
  const choose = (id: string): void => {
    setTyped(null)
    onSearch?.('')
    onChoose(id)
  }
  const [first] = shown
  const choosing = first !== undefined && typed !== null && typed.trim() !== ''
  const onKeyDown = (event: KeyboardEvent): void => {
    // Typed words and Enter take the first that fits; no arrow is needed where one already reads it on top.
    if (event.key !== 'Enter' || !choosing || event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return
    if (event.target instanceof Element && event.target.hasAttribute('aria-activedescendant')) return
    event.preventDefault()
    event.stopPropagation()
    choose(first.id)
  }
  return (
    <div className={styles.comboHolder} onKeyDownCapture={onKeyDown} {...(choosing ? { 'data-choosing': '' } : {})}>
      <ComboBox
        className={styles.combo}
        aria-label={label}
        items={shown}
        inputValue={typed ?? chosenLabel}
        selectedKey={null}
        menuTrigger="focus"
        allowsEmptyCollection
        onInputChange={(next) => {
          if (next === (typed ?? chosenLabel)) return
          setTyped(next)
          onSearch?.(next)
        }}
        onSelectionChange={(key) => {
          if (key !== null) choose(String(key))
        }}
      >
        <Input className={styles.input} autoFocus={autoFocus} {...(placeholder ? { placeholder } : {})} onFocus={(event) => event.target.select()} />
        <AriaButton className={styles.comboButton} aria-label={t('editor.open')}>
          <Icon name="down" small />
        </AriaButton>
        <Popover className={styles.popover} offset={4}>
          <ListBox className={styles.listbox} renderEmptyState={() => <p className={styles.noChoice}>{emptyWords ?? t('editor.noChoice')}</p>}>
            {(choice: Choice) => (
              <ListBoxItem id={choice.id} textValue={choice.label} className={styles.option}>
                {choice.lead}
                <bdi className={styles.optionLabel}>{choice.label}</bdi>
                {choice.fact ? <bdi className={styles.optionFact}>{choice.fact}</bdi> : null}
                {choice.id === chosen ? <Icon name="check" small /> : null}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </div>
  )
}

function matches(choice: Choice, typed: string): boolean {
  const words = plainText(typed).split(/\s+/).filter(Boolean)
  const text = plainText(`${choice.label} ${choice.fact ?? ''}`)
  return words.every((word) => text.includes(word))
}
