/** One question of a conflict: a row with three values to choose from and the result, which can be a value of one's own. */
import { useId } from 'react'
import type { Json } from '../../../shared/model/json'
import type { Change } from '../../../shared/sync/change'
import { kindOf } from '../../../shared/sync/merge-field'
import type { KeyName } from '../../keys'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { AgainstBase } from '../../parts/diff/field-diff'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { textContext, useFieldContext } from '../../parts/fields/field-context'
import { FieldEditor } from '../../parts/fields/field-editor'
import { fieldText } from '../../parts/fields/field-text'
import { fieldLabel } from '../../parts/fields/labels'
import { isOwnKey } from '../../parts/fields/own-key'
import { KeyCap } from '../../parts/key-cap'
import styles from './conflict.module.css'
import { type Decisions, type DisputedField, type Question, resultOf, sideOf } from './decisions'

const sides = ['base', 'mine', 'theirs'] as const
const sideKeys: Readonly<Record<(typeof sides)[number], KeyName>> = { base: 'takeBase', mine: 'takeMine', theirs: 'takeTheirs' }

export interface ConflictRowProps {
  readonly change: Change
  readonly question: Question
  readonly decisions: Decisions
  readonly focused: boolean
  readonly writing: boolean
  readonly onFocus: () => void
  readonly onTake: (side: (typeof sides)[number]) => void
  readonly onWrite: () => void
  readonly onWritten: () => void
  readonly onOwn: (path: string, value: Json) => void
}

export function ConflictRow({ change, question, decisions, focused, writing, onFocus, onTake, onWrite, onWritten, onOwn }: ConflictRowProps) {
  const t = useText()
  const context = useFieldContext()
  const name = useId()
  const text = textContext(t, context)
  const side = sideOf(decisions, question)
  const labels = question.fields.map((field) => {
    const known = fieldAtPath(change.object, context.document, field.path)
    return known ? fieldLabel(t, change.object, known) : field.path
  })
  const textOf = (field: DisputedField, value: Json): string => fieldText(kindOf(change.object, field.path), value, text) || t('value.empty')
  return (
    <tr className={classes(focused && styles.focused)} onFocus={onFocus}>
      <th scope="row">
        {labels.map((label) => (
          <span key={label} className={styles.label}>
            {label}
          </span>
        ))}
        {question.fields.length > 1 ? <span className={styles.asOne}>{t('conflict.asOne')}</span> : null}
      </th>
      {sides.map((each) => (
        <td key={each} className={classes(styles.choice, side === each && styles.chosen, each === 'base' && styles.base)}>
          <label className={styles.option}>
            <input
              type="radio"
              className={styles.radio}
              name={name}
              checked={side === each}
              aria-label={`${labels.join(', ')}: ${t(`conflict.take.${each}`)}, ${question.fields.map((field) => textOf(field, field.conflict[each])).join(', ')}`}
              onChange={() => onTake(each)}
            />
            <span className={styles.values}>
              {question.fields.map((field) => (
                <span key={field.path} className={styles.valueLine}>
                  <AgainstBase kind={kindOf(change.object, field.path)} base={field.conflict.base} value={field.conflict[each]} context={text} />
                </span>
              ))}
            </span>
            <span className={styles.key}>
              <KeyCap name={sideKeys[each]} />
            </span>
          </label>
        </td>
      ))}
      <td className={classes(styles.result, side === null && styles.open)}>
        {writing ? (
          <div
            className={styles.own}
            onKeyDownCapture={(event) => {
              if (!isOwnKey(event) || (event.key !== 'Escape' && (event.key !== 'Enter' || event.shiftKey || event.metaKey || event.ctrlKey))) return
              event.preventDefault()
              event.stopPropagation()
              onWritten()
            }}
          >
            {question.fields.map((field, index) => {
              const known = fieldAtPath(change.object, context.document, field.path)
              if (!known) return null
              return (
                <FieldEditor
                  key={field.path}
                  field={known}
                  label={labels[index] ?? field.path}
                  value={(resultOf(field, decisions) ?? { value: field.conflict.mine }).value}
                  autoFocus={index === 0}
                  onDraft={(draft) => {
                    if (draft.ok)
                      for (const { path, value } of draft.values) if (question.fields.some((each) => each.path === path)) onOwn(path, value)
                  }}
                />
              )
            })}
          </div>
        ) : side === null ? (
          <span>{t('conflict.choose')}</span>
        ) : (
          question.fields.map((field) => (
            <bdi key={field.path} className={styles.valueLine}>
              {textOf(field, resultOf(field, decisions)?.value ?? null)}
            </bdi>
          ))
        )}
        <span className={styles.ownLine}>
          {side === 'value' || writing ? (
            t('conflict.own')
          ) : (
            <Button kind="link" className={styles.ownButton ?? ''} onPress={onWrite}>
              {t('conflict.ownAction')}
            </Button>
          )}{' '}
          {focused || writing ? <KeyCap name="ownValue" /> : null}
        </span>
      </td>
    </tr>
  )
}
