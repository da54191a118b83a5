/** One edit of many records: which fields, what becomes of each, how many change and how some of them will look. */
import { useState } from 'react'
import type { ConnectionId, RecordId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useDefinedFields } from '../../data/fields'
import { useBulkPreview } from '../../data/list-queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Dialog } from '../../parts/dialog'
import { FieldContext } from '../../parts/fields/field-context'
import { fieldLabel } from '../../parts/fields/labels'
import { RecordName } from '../../parts/value'
import { useMe } from '../../data/use-me'
import styles from './bulk-dialog.module.css'
import { BulkEditRow } from './bulk-edit-row'
import { bulkFields } from './bulk-fields'
import type { AskedEdit } from './use-bulk'
import { wordsOf } from './words'

export interface BulkDialogProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly crm: string
  readonly ids: readonly RecordId[]
  /** The field that it begins with: the owner, the stage; null: any. */
  readonly path: string | null
  readonly onClose: () => void
  readonly onApply: (edits: readonly AskedEdit[]) => void
}

/** Above this, what a push takes is told before. */
const MANY = 500
/** A CRM takes about so many records a second. */
const PUSHED_A_SECOND = 3

export function BulkDialog({ connection, object, crm, ids, path, onClose, onApply }: BulkDialogProps) {
  const t = useText()
  const me = useMe(connection)
  const offered = bulkFields(object, useDefinedFields(connection, object))
  const [edits, setEdits] = useState<readonly (AskedEdit | null)[]>([null])
  const [fields, setFields] = useState<readonly string[]>([path ?? offered[0]?.path ?? 'name'])
  const ready = edits.flatMap((edit) => edit ?? [])
  const complete = ready.length === edits.length
  const preview = useBulkPreview({ connection, object, ids, edits: complete ? ready : [] })
  const noun = t(`object.${object}`, { count: ids.length })
  const changed = preview?.changed ?? null
  return (
    <Dialog
      wide
      title={t('bulk.title', { count: ids.length, noun })}
      action={{
        label: changed === null ? t('bulk.apply') : t('bulk.applyTo', { count: changed, noun: t(`object.${object}`, { count: changed }) }),
        kind: 'primary',
        reason: !complete ? t('bulk.valueMissing') : changed === 0 ? t('bulk.nothing') : null,
        onPress: () => onApply(ready),
      }}
      onClose={onClose}
    >
      <FieldContext value={{ connection, object, document: {}, names: () => null, crm, me }}>
        <div className={styles.edits}>
          {edits.map((_, at) => (
            <BulkEditRow
              // The rows have no names: their place is what they are.
              // oxlint-disable-next-line react/no-array-index-key
              key={at}
              object={object}
              fields={offered}
              path={fields[at] ?? 'name'}
              onPath={(next) => {
                setFields(fields.map((each, index) => (index === at ? next : each)))
                setEdits(edits.map((each, index) => (index === at ? null : each)))
              }}
              onEdit={(edit) => setEdits((known) => known.map((each, index) => (index === at ? edit : each)))}
              onRemove={
                edits.length > 1
                  ? () => {
                      setFields(fields.filter((_each, index) => index !== at))
                      setEdits(edits.filter((_each, index) => index !== at))
                    }
                  : null
              }
            />
          ))}
          <Button
            kind="quiet"
            small
            icon="plus"
            onPress={() => {
              setFields([...fields, offered.find((each) => !fields.includes(each.path))?.path ?? 'name'])
              setEdits([...edits, null])
            }}
          >
            {t('bulk.addField')}
          </Button>
        </div>
      </FieldContext>
      <div className={styles.preview} role="status">
        {preview ? (
          <>
            <p className={styles.count}>{t('bulk.preview', { changed: preview.changed, count: ids.length, already: preview.already })}</p>
            {preview.changed > MANY ? <p>{t('bulk.takes', { minutes: Math.ceil(preview.changed / PUSHED_A_SECOND / 60), crm })}</p> : null}
            <ul className={styles.samples}>
              {preview.samples.map(({ id, name, fields: edited }) => (
                <li key={id} className={styles.sample}>
                  <strong className={styles.name}>
                    <RecordName name={name} />
                  </strong>
                  {edited.map((field) => (
                    <span key={field.path} className={styles.change}>
                      {fieldLabel(t, object, offered.find((each) => each.path === field.path) ?? { path: field.path, label: null })}:{' '}
                      <s>{short(wordsOf(field.old).join(', ')) || t('value.empty')}</s> → {short(wordsOf(field.value).join(', ')) || t('value.empty')}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p className={styles.count}>{complete ? t('bulk.counting') : t('bulk.valueMissing')}</p>
        )}
      </div>
    </Dialog>
  )
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
