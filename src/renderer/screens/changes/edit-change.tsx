/** The new values of a change, edited where they are reviewed: each field turns into its editor, and saving makes it wait again. */
import { useState } from 'react'
import { readField } from '../../../shared/model/field-path'
import type { RecordView } from '../../../shared/model/views'
import type { Change } from '../../../shared/sync/change'
import { useRecord } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { FieldContext } from '../../parts/fields/field-context'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { fieldLabel } from '../../parts/fields/labels'
import { namesOf } from '../../parts/fields/names'
import { OpenEditor } from '../../parts/fields/open-editor'
import { useDefinedFields } from '../../data/fields'
import { useMe } from '../../data/use-me'
import { useSaveFields } from '../record/use-save-fields'
import styles from './change-fields.module.css'

export interface EditChangeProps {
  readonly change: Change
  readonly crm: string
  readonly onDone: () => void
}

export function EditChange({ change, crm, onDone }: EditChangeProps) {
  const { data } = useRecord({ connection: change.connection, object: change.object, id: change.recordId })
  return data ? <EditFields change={change} crm={crm} view={data} onDone={onDone} /> : null
}

function EditFields({ change, crm, view, onDone }: EditChangeProps & { readonly view: RecordView }) {
  const t = useText()
  const me = useMe(view.connection)
  const save = useSaveFields(view)
  const definitions = useDefinedFields(view.connection, view.object)
  const fields = change.fields.flatMap(({ path }) => {
    const field = fieldAtPath(view.object, view.document, path, definitions)
    return field && field.readOnly === null ? [field] : []
  })
  const [open, setOpen] = useState(() => fields.find(({ path }) => path === change.error?.field)?.path ?? fields[0]?.path ?? null)
  return (
    <FieldContext value={{ connection: view.connection, object: view.object, document: view.document, names: namesOf(view), crm, me }}>
      {fields.map((field, index) => (
        <div key={field.path} className={styles.fieldRow}>
          <span className={styles.fieldLabel}>{fieldLabel(t, view.object, field)}</span>
          {open === field.path ? (
            <OpenEditor
              field={field}
              label={fieldLabel(t, view.object, field)}
              value={readField(view.document, field.path)}
              remote={view.base === null ? undefined : readField(view.base, field.path)}
              onCancel={onDone}
              onSave={(values, then) => {
                const neighbour = then === 'stay' ? undefined : fields[index + (then === 'next' ? 1 : -1)]
                void save(values)
                if (neighbour) setOpen(neighbour.path)
                else onDone()
              }}
            />
          ) : (
            <Button kind="link" onPress={() => setOpen(field.path)}>
              {t('field.edit', { field: fieldLabel(t, view.object, field) })}
            </Button>
          )}
        </div>
      ))}
    </FieldContext>
  )
}
