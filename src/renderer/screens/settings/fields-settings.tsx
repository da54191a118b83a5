/** The custom fields that a CRM defines: listed by object type, and made, changed and removed there. */
import { useState } from 'react'
import { type CustomField, type CustomFieldObject, customFieldObjects } from '../../../shared/model/custom-field'
import type { ConnectionId } from '../../../shared/model/ids'
import { useAllCustomFields } from '../../data/fields'
import { useConnections } from '../../data/queries'
import { useText } from '../../messages/text'
import { BoxTable } from '../../parts/box-table'
import { Button } from '../../parts/button'
import { Segments } from '../../parts/segments'
import { EmptyValue } from '../../parts/value'
import { ConnectionRow } from './connection-row'
import { FieldDialog } from './field-dialog'
import styles from './fields-settings.module.css'
import { formatWords } from './format-words'
import { RemoveFieldDialog } from './remove-field-dialog'
import { SettingRow } from './setting-row'

export function FieldsSettings() {
  const t = useText()
  const connections = useConnections().data ?? []
  const [chosen, setChosen] = useState<ConnectionId | null>(null)
  const connection = connections.find(({ id }) => id === chosen) ?? connections[0]
  if (!connection) return <SettingRow title={t('settings.fields')} why={t('fields.why')} />
  return (
    <>
      <ConnectionRow connections={connections} chosen={connection} why={t('fields.why')} onChoose={setChosen} />
      <FieldsOf key={connection.id} connection={connection.id} />
    </>
  )
}

type Open = { readonly kind: 'add' } | { readonly kind: 'edit' | 'remove'; readonly field: CustomField }

function FieldsOf({ connection }: { readonly connection: ConnectionId }) {
  const t = useText()
  const [object, setObject] = useState<CustomFieldObject>('contact')
  const [open, setOpen] = useState<Open | null>(null)
  const fields = useAllCustomFields(connection).filter((field) => field.object === object)
  const close = (): void => setOpen(null)
  return (
    <>
      <SettingRow title={t('fields.of')}>
        <Segments
          label={t('fields.of')}
          value={object}
          options={customFieldObjects.map((id) => ({ id, label: t(`title.${id}`) }))}
          onChange={setObject}
        />
        <Button icon="plus" onPress={() => setOpen({ kind: 'add' })}>
          {t('fields.add')}
        </Button>
      </SettingRow>
      {fields.length === 0 ? (
        <p className={styles.none}>{t('fields.none', { object })}</p>
      ) : (
        <div className={styles.fields}>
          <FieldTable fields={fields} onOpen={setOpen} />
        </div>
      )}
      {open?.kind === 'add' ? <FieldDialog connection={connection} object={object} field={null} onClose={close} /> : null}
      {open?.kind === 'edit' ? <FieldDialog connection={connection} object={object} field={open.field} onClose={close} /> : null}
      {open?.kind === 'remove' ? <RemoveFieldDialog connection={connection} field={open.field} onClose={close} /> : null}
    </>
  )
}

function FieldTable({ fields, onOpen }: { readonly fields: readonly CustomField[]; readonly onOpen: (open: Open) => void }) {
  const t = useText()
  return (
    <BoxTable label={t('settings.fields')}>
      <thead>
        <tr>
          <th scope="col">{t('fields.column.name')}</th>
          <th scope="col">{t('fields.column.format')}</th>
          <th scope="col">{t('fields.column.options')}</th>
          <th scope="col">{t('fields.column.required')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.slug}>
            <th scope="row">
              <div className={styles.fieldName}>
                <bdi>{field.name}</bdi>
              </div>
              <div className={styles.slug}>{t('fields.slug', { slug: field.slug })}</div>
            </th>
            <td>{formatWords(t, field.format)}</td>
            <td>{field.options.length === 0 ? <EmptyValue /> : <bdi>{field.options.join(', ')}</bdi>}</td>
            <td>{field.isRequired ? t('fields.yes') : <EmptyValue />}</td>
            <td className={styles.actions}>
              <Button kind="quiet" small icon="edit" label={t('fields.edit', { name: field.name })} onPress={() => onOpen({ kind: 'edit', field })} />
              <Button
                kind="quiet"
                small
                icon="trash"
                label={t('fields.remove', { name: field.name })}
                onPress={() => onOpen({ kind: 'remove', field })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </BoxTable>
  )
}
