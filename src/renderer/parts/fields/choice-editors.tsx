/** Editors that offer what there is: options, yes and no, stages and pipelines, the owner. */
import { useState } from 'react'
import type { FieldPath } from '../../../shared/model/field-path'
import { isEmptyValue, type JsonObject } from '../../../shared/model/json'
import { displayName, firstMember } from '../../../shared/model/record'
import { useDocuments } from '../../data/queries'
import { useText } from '../../messages/text'
import { Avatar } from '../avatar'
import { type Choice, ChoiceBox } from './choice-box'
import { draftOf, type DraftValue, type EditorProps } from './draft'
import { useFieldContext } from './field-context'
import { optionLabel } from './labels'
import { firstReference, type Stage, stagesOf, textMember } from './stages'

/** The choice that empties the field. No CRM's id is empty. */
const NONE = ''

interface SimpleChoiceProps extends EditorProps {
  readonly choices: readonly Choice[]
  readonly chosen: string | null
  readonly text?: string
  readonly valuesOf: (id: string) => readonly DraftValue[]
}

/** A choice is saved by being made; what empties the field stands last. */
function SimpleChoice({ field, value, label, autoFocus = false, choices, chosen, text, valuesOf, onDraft, onCommit }: SimpleChoiceProps) {
  const t = useText()
  const [made, setMade] = useState<string | null>(null)
  const all = isEmptyValue(value) || made === NONE ? choices : [...choices, { id: NONE, label: t('editor.none') }]
  return (
    <ChoiceBox
      label={label}
      choices={all}
      chosen={made ?? chosen}
      {...(text === undefined || made !== null ? {} : { text })}
      autoFocus={autoFocus}
      onChoose={(id) => {
        setMade(id)
        onDraft(id === NONE ? draftOf(field, null) : { ok: true, values: valuesOf(id) })
        onCommit?.()
      }}
    />
  )
}

export function OptionEditor(props: EditorProps) {
  const t = useText()
  const { field, value } = props
  const known = field.options ?? []
  const current = typeof value === 'string' && value !== '' ? value : null
  // Enums are open: what this CRM has and the model does not know stays a choice.
  const options = current === null || known.some((option) => option.value === current) ? known : [...known, { value: current, label: current }]
  return (
    <SimpleChoice
      {...props}
      choices={options.map((option) => ({
        id: option.value,
        label: option.label === option.value ? optionLabel(t, field.path, option.value) : option.label,
      }))}
      chosen={current}
      valuesOf={(id) => [{ path: field.path, value: id }]}
    />
  )
}

export function BooleanEditor(props: EditorProps) {
  const t = useText()
  return (
    <SimpleChoice
      {...props}
      choices={[
        { id: 'yes', label: t('value.yes') },
        { id: 'no', label: t('value.no') },
      ]}
      chosen={typeof props.value === 'boolean' ? (props.value ? 'yes' : 'no') : null}
      valuesOf={(id) => [{ path: props.field.path, value: id === 'yes' }]}
    />
  )
}

export function UserEditor(props: EditorProps) {
  const t = useText()
  const { connection, names, me } = useFieldContext()
  const users = useDocuments(connection, 'user').data ?? []
  const choices = users.flatMap((user): readonly Choice[] => {
    const id = textMember(user, 'id')
    const name = displayName('user', user)
    if (id === null || user['employment_status'] === 'INACTIVE') return []
    const label = id === me ? `${name ?? id} (${t('value.you')})` : (name ?? id)
    return [{ id, label, fact: firstMember(user['emails'], 'email'), lead: <Avatar name={name} kind={id === me ? 'me' : 'person'} /> }]
  })
  const current = typeof props.value === 'string' ? props.value : null
  const text = current === null ? '' : (choices.find(({ id }) => id === current)?.label ?? names(current)?.name ?? current)
  return <SimpleChoice {...props} choices={choices} chosen={current} text={text} valuesOf={(id) => [{ path: props.field.path, value: id }]} />
}

/** The stages of the CRM's pipelines; taking one of another pipeline takes that pipeline too. */
export function StageEditor(props: EditorProps) {
  const { connection, object, document } = useFieldContext()
  const pipelines = useDocuments(connection, 'pipeline').data ?? []
  const stages = stagesOf(pipelines)
  const current = firstReference(props.value)
  const mine = firstReference(document['pipelines'])
  const rank = (stage: Stage): number => (mine !== null && stage.pipeline.id === mine.id ? 0 : 1)
  const choices = stages
    .toSorted((a, b) => rank(a) - rank(b))
    .map((stage): Choice => ({ id: stage.id, label: stage.name, fact: stage.pipeline.name }))
  return (
    <SimpleChoice
      {...props}
      choices={choices}
      chosen={current?.id ?? null}
      text={current?.name ?? current?.id ?? ''}
      valuesOf={(id) => {
        const stage = stages.find((each) => each.id === id)
        if (!stage) return []
        const moves = object === 'deal' && stage.pipeline.id !== null && stage.pipeline.id !== mine?.id
        return [
          { path: props.field.path, value: [{ id: stage.id, name: stage.name }] },
          ...(moves ? [{ path: 'pipelines' as FieldPath, value: [referenceTo(stage.pipeline.id, stage.pipeline.name)] }] : []),
        ]
      }}
    />
  )
}

export function PipelineEditor(props: EditorProps) {
  const { connection } = useFieldContext()
  const pipelines = useDocuments(connection, 'pipeline').data ?? []
  const choices = pipelines.flatMap((pipeline): readonly Choice[] => {
    const id = textMember(pipeline, 'id')
    return id === null ? [] : [{ id, label: textMember(pipeline, 'name') ?? id }]
  })
  const current = firstReference(props.value)
  return (
    <SimpleChoice
      {...props}
      choices={choices}
      chosen={current?.id ?? null}
      text={current?.name ?? current?.id ?? ''}
      valuesOf={(id) => [{ path: props.field.path, value: [referenceTo(id, choices.find((choice) => choice.id === id)?.label ?? null)] }]}
    />
  )
}

function referenceTo(id: string | null, name: string | null): JsonObject {
  return { ...(id === null ? {} : { id }), ...(name === null ? {} : { name }) }
}
