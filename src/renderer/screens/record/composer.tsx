/**
 * Writes an activity down on the record: a note, a call, a meeting, a task, an e-mail that was sent elsewhere.
 *
 * It is one line until there is something in it. What is typed is kept with the record until it is saved, also when the page
 * is left or closed; saved, it is a new record like any other: here at once, in the CRM with the next push.
 */
import { useEffect, useRef, useState } from 'react'
import { readField, writeField } from '../../../shared/model/field-path'
import { instant } from '../../../shared/model/ids'
import type { JsonObject } from '../../../shared/model/json'
import type { RecordView } from '../../../shared/model/views'
import { useKeptDraft } from '../../data/kept-draft'
import { useCommand } from '../../data/mutations'
import { useSettings } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import type { Draft } from '../../parts/fields/draft'
import { FieldContext, useFieldContext } from '../../parts/fields/field-context'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { FormField, type WhyNot } from '../../parts/fields/form-field'
import { fieldLabel, optionLabel } from '../../parts/fields/labels'
import { isOwnKey } from '../../parts/fields/own-key'
import { showToast } from '../../parts/toast'
import { isBlank, kindOfDraft, kindShapes, textOfDraft, toActivity, withKind, type WrittenKind, writtenKinds } from './activity-draft'
import styles from './composer.module.css'
import { activityIcons } from './activity-icons'

export interface ComposerProps {
  readonly view: RecordView
  /** Each new number brings the caret here. */
  readonly wish: number
}

const empty: JsonObject = { type: 'NOTE' }

export function Composer(props: ComposerProps) {
  // A draft may be kept in the settings: before they are here, nobody knows that there is none.
  return useSettings().data ? <OpenComposer {...props} /> : null
}

function OpenComposer({ view, wish }: ComposerProps) {
  const t = useText()
  const context = useFieldContext()
  const { connection, id } = view
  const kept = useKeptDraft(connection, id)
  const [draft, setDraft] = useState<JsonObject>(() => kept.read() ?? empty)
  const [wrong, setWrong] = useState<ReadonlyMap<string, WhyNot>>(new Map())
  const [asked, setAsked] = useState(false)
  const [generation, setGeneration] = useState(0)
  const [focused, setFocused] = useState(false)
  const text = useRef<HTMLTextAreaElement>(null)
  const create = useCommand('records.create')
  const undo = useCommand('changes.undo')
  const kind = kindOfDraft(draft)
  const shape = kindShapes[kind]
  const blank = isBlank(draft)
  useEffect(() => {
    if (wish > 0) text.current?.focus()
  }, [wish])

  const change = (next: JsonObject): void => {
    setDraft(next)
    if (isBlank(next)) kept.clear()
    else kept.keep(next)
  }
  const startOver = (): void => {
    kept.clear()
    setDraft({ type: kind })
    setWrong(new Map())
    setAsked(false)
    // Editors hold what was typed into them: new ones are empty.
    setGeneration(generation + 1)
  }
  const take = (path: string, answer: Draft): void => {
    const others = new Map([...wrong].filter(([each]) => each !== path))
    setWrong(answer.ok ? others : others.set(path, answer.why))
    if (answer.ok) change(answer.values.reduce((record, value) => writeField(record, value.path, value.value ?? undefined), draft))
  }
  const choose = (next: WrittenKind): void => {
    change(withKind(draft, next))
    setWrong(new Map())
    text.current?.focus()
  }
  const save = async (): Promise<void> => {
    setAsked(true)
    if (blank || wrong.size > 0 || create.busy) return
    const data = toActivity(draft, { view, me: context.me, now: instant(Date.now()) })
    const saved = await create.run({ connection, object: 'event', data })
    if (!saved) return
    showToast({ fact: t('composer.saved', { kind: optionLabel(t, 'type', kind) }), name: view.name, undo: () => void undo.run({ connection }) })
    startOver()
  }
  return (
    <FieldContext value={{ ...context, object: 'event', document: draft }}>
      <section
        className={styles.composer}
        aria-label={t('composer.title')}
        data-composer=""
        onFocus={() => setFocused(true)}
        onBlur={(event) => (event.currentTarget.contains(event.relatedTarget) ? undefined : setFocused(false))}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || !isOwnKey(event)) return
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void save()
          else if (event.key === 'Escape') text.current?.blur()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      >
        <div className={styles.kinds} role="group" aria-label={t('composer.kind')}>
          {writtenKinds.map((each) => (
            <Button key={each} kind="quiet" small pressed={each === kind} icon={activityIcons[each]} onPress={() => choose(each)}>
              {optionLabel(t, 'type', each)}
            </Button>
          ))}
        </div>
        <textarea
          ref={text}
          className={styles.text}
          rows={blank && !focused ? 1 : 3}
          value={textOfDraft(draft)}
          aria-label={t(`composer.text.${kind}`)}
          placeholder={t(`composer.text.${kind}`)}
          onChange={(event) => change(writeField(draft, shape.text, event.target.value === '' ? undefined : event.target.value))}
        />
        {blank && !focused ? null : (
          <>
            <div className={styles.fields} key={`${kind} ${generation}`}>
              {shape.more.map((path) => {
                const field = fieldAtPath('event', draft, path)
                if (!field) return null
                return (
                  <FormField
                    key={path}
                    field={field}
                    value={readField(draft, path)}
                    label={fieldLabel(t, 'event', field)}
                    why={asked ? wrong.get(path) : undefined}
                    onDraft={(answer) => take(path, answer)}
                  />
                )
              })}
            </div>
            <div className={styles.foot}>
              <span className={styles.kept}>{blank ? '' : t('composer.kept')}</span>
              {blank ? null : (
                <Button kind="quiet" small onPress={startOver}>
                  {t('composer.discard')}
                </Button>
              )}
              <Button kind="primary" small shows="save" busy={create.busy} reason={blank ? t('composer.nothing') : null} onPress={() => void save()}>
                {t('create.save')}
              </Button>
            </div>
          </>
        )}
      </section>
    </FieldContext>
  )
}
