/**
 * The form of a new record. Nothing leaves this computer: saving it makes a change to review. What is typed is kept as a draft
 * until it is saved or thrown away, also when the page is left or closed.
 */
import { useRef, useState } from 'react'
import { readField, writeField } from '../../../shared/model/field-path'
import type { ConnectionId } from '../../../shared/model/ids'
import { isEmptyValue, isJsonObject, type JsonObject } from '../../../shared/model/json'
import { isWritable, type ObjectType } from '../../../shared/model/object-type'
import { useCommand } from '../../data/mutations'
import { useConnection } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import type { Draft } from '../../parts/fields/draft'
import type { EditableField } from '../../parts/fields/editable-field'
import { groupFields, withIndustries } from '../../parts/fields/field-groups'
import { FieldContext } from '../../parts/fields/field-context'
import { FormField, type WhyNot } from '../../parts/fields/form-field'
import { fieldLabel } from '../../parts/fields/labels'
import { isOwnKey } from '../../parts/fields/own-key'
import { useNames } from '../../parts/fields/names'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { showToast } from '../../parts/toast'
import { useDefinedFields } from '../../data/fields'
import { useIndustries } from '../../data/industries'
import { useKeptDraft } from '../../data/kept-draft'
import { LikeThis } from '../duplicates/like-this'
import styles from './record.module.css'
import { useMe } from '../../data/use-me'

export interface CreateFormProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  /** What it begins with, unless there is a draft. */
  readonly name: string | null
}

export function CreateForm({ connection, object, name }: CreateFormProps) {
  const t = useText()
  const go = useGo()
  const crm = useConnection(connection)?.name ?? t('record.theCrm')
  const me = useMe(connection)
  const create = useCommand('records.create')
  const kept = useKeptDraft(connection, object)
  const [data, setData] = useState<JsonObject>(() => kept.read() ?? (object === 'event' ? { type: 'NOTE' } : name === null ? {} : { name }))
  const [hadDraft, setHadDraft] = useState(() => kept.read() !== null)
  const [generation, setGeneration] = useState(0)
  const wrong = useRef(new Map<string, WhyNot>())
  const [errors, setErrors] = useState<ReadonlyMap<string, WhyNot>>(new Map())
  const groups = withIndustries(groupFields(object, data, useDefinedFields(connection, object)), useIndustries(connection))
  const required = groups.custom.filter((field) => field.required)
  const optional = groups.custom.filter((field) => !field.required)
  const fields = [...groups.main, ...required, ...groups.more, ...optional].filter((field) => field.readOnly === null)
  // A list of choices would open over the form that the rep has not read yet.
  const firstTyped = Math.max(
    0,
    fields.findIndex(({ kind }) => kind === 'text' || kind === 'long-text'),
  )
  const names = useNames(
    connection,
    fields.map((field) => ({ kind: field.kind, to: field.to, value: readField(data, field.path) })),
  )

  const take = (field: EditableField, draft: Draft): void => {
    if (!draft.ok) {
      wrong.current.set(field.path, draft.why)
      return
    }
    wrong.current.delete(field.path)
    if (errors.has(field.path)) setErrors(new Map(wrong.current))
    const next = draft.values.reduce((record, { path, value }) => writeField(record, path, value ?? undefined), data)
    setData(next)
    kept.keep(next)
  }
  const save = async (): Promise<void> => {
    if (!isWritable(object) || create.busy) return
    const missing = required.filter((field) => isEmptyValue(readField(data, field.path)) && !wrong.current.has(field.path))
    setErrors(new Map([...missing.map(({ path }) => [path, 'required'] as const), ...wrong.current]))
    if (wrong.current.size > 0 || missing.length > 0 || isNothing(data)) return
    const change = await create.run({ connection, object, data })
    if (!change) return
    kept.clear()
    showToast({ fact: t('record.created'), name: change.name })
    go({ at: 'record', connection, object, id: change.recordId }, { replace: true })
  }
  const discard = (): void => {
    kept.clear()
    wrong.current.clear()
    setErrors(new Map())
    setData(object === 'event' ? { type: 'NOTE' } : {})
    setHadDraft(false)
    setGeneration(generation + 1)
  }
  const leave = (): void => go({ at: 'list', connection, object })
  useKeys({ save: () => void save(), close: leave })
  if (!isWritable(object)) return <EmptyState icon="lock" title={t('field.reason.by-crm', { crm })} />
  return (
    <FieldContext value={{ connection, object, document: data, names, crm, me }}>
      <div
        className={styles.record}
        onKeyDownCapture={(event) => {
          // In an input, Escape and ⌘Enter are the form's.
          if (event.nativeEvent.isComposing || !isOwnKey(event)) return
          if (event.key === 'Escape') leave()
          else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void save()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      >
        <PageHeader
          title={t(`new.${object}`)}
          actions={
            <>
              <Button kind="quiet" onPress={leave}>
                {t('action.cancel')}
              </Button>
              <Button
                kind="primary"
                shows="save"
                busy={create.busy}
                reason={isNothing(data) ? t('create.nothing') : null}
                onPress={() => void save()}
              >
                {t('create.save')}
              </Button>
            </>
          }
        />
        {hadDraft ? (
          <p className={styles.draft} role="status">
            {t('create.draft')}{' '}
            <Button kind="link" onPress={discard}>
              {t('create.discardDraft')}
            </Button>
          </p>
        ) : null}
        <LikeThis connection={connection} object={object} data={data} />
        <form className={styles.form} key={generation} aria-label={t(`new.${object}`)} onSubmit={(event) => event.preventDefault()}>
          {fields.map((field, index) => (
            <FormField
              key={field.path}
              field={field}
              value={readField(data, field.path)}
              label={fieldLabel(t, object, field)}
              why={errors.get(field.path)}
              autoFocus={index === firstTyped}
              onDraft={(draft) => take(field, draft)}
            />
          ))}
          <p className={styles.hint}>{t('create.hint', { crm })}</p>
        </form>
      </div>
    </FieldContext>
  )
}

/** A type alone is no activity yet. */
function isNothing(data: JsonObject): boolean {
  return Object.entries(data).every(
    ([key, value]) => key === 'type' || isEmptyValue(value) || (isJsonObject(value) && Object.values(value).every((part) => isEmptyValue(part))),
  )
}
