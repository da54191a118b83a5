/** A custom field as it is being defined, new or known. Saved in the CRM at once, or refused in its words and still here. */
import { useId, useState } from 'react'
import { type CustomField, type CustomFieldObject, fieldFormats, isSelect } from '../../../shared/model/custom-field'
import type { ConnectionId } from '../../../shared/model/ids'
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import { SelectField, TextField } from '../../parts/form-fields'
import { Switch } from '../../parts/switch'
import { showToast } from '../../parts/toast'
import styles from './fields-settings.module.css'
import { formatWords } from './format-words'
import { SettingRow } from './setting-row'

export interface FieldDialogProps {
  readonly connection: ConnectionId
  readonly object: CustomFieldObject
  /** Null: a new one. */
  readonly field: CustomField | null
  readonly onClose: () => void
}

export function FieldDialog({ connection, object, field, onClose }: FieldDialogProps) {
  const t = useText()
  const add = useCommand('fields.add')
  const edit = useCommand('fields.edit')
  const [name, setName] = useState(field?.name ?? '')
  const [format, setFormat] = useState<string>(field?.format ?? 'TEXT')
  const [choices, setChoices] = useState(field?.options.join('\n') ?? '')
  const [isRequired, setRequired] = useState(field?.isRequired ?? false)
  const [tried, setTried] = useState(false)
  const options = choices.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const lacksName = name.trim() === ''
  const lacksOptions = isSelect(format) && options.length === 0
  // One that the CRM has and we do not know stays a choice.
  const formats = [...new Set([...fieldFormats, format])]
  const save = async (): Promise<void> => {
    setTried(true)
    if (lacksName || lacksOptions) return
    const definition = { name: name.trim(), format, is_required: isRequired, ...(isSelect(format) ? { options } : {}) }
    const saved = field ? await edit.run({ connection, object, slug: field.slug, definition }) : await add.run({ connection, object, definition })
    if (!saved) return
    onClose()
    showToast({ fact: t('fields.saved'), name: saved.name })
  }
  return (
    <Dialog
      title={field ? t('fields.dialog.edit', { name: field.name }) : t('fields.dialog.add', { object })}
      action={{ label: t('fields.dialog.save'), kind: 'primary', busy: add.busy || edit.busy, onPress: () => void save() }}
      onClose={onClose}
    >
      <TextField label={t('fields.dialog.name')} value={name} error={tried && lacksName ? t('fields.dialog.noName') : undefined} onChange={setName} />
      <SelectField
        label={t('fields.dialog.format')}
        hint={t('fields.dialog.formatWhy')}
        value={format}
        options={formats.map((id) => ({ id, label: formatWords(t, id) }))}
        onChange={setFormat}
      />
      {isSelect(format) ? <Choices value={choices} error={tried && lacksOptions} onChange={setChoices} /> : null}
      <SettingRow title={t('fields.dialog.required')}>
        <Switch label={t('fields.dialog.required')} on={isRequired} onChange={setRequired} />
      </SettingRow>
    </Dialog>
  )
}

function Choices({ value, error, onChange }: { readonly value: string; readonly error: boolean; readonly onChange: (value: string) => void }) {
  const t = useText()
  const id = useId()
  return (
    <div>
      <label className={styles.label} htmlFor={id}>
        {t('fields.dialog.options')}
      </label>
      <textarea
        id={id}
        className={styles.area}
        rows={5}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-about`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-about`} className={error ? styles.error : styles.hint}>
        {t(error ? 'fields.dialog.noOptions' : 'fields.dialog.optionsWhy')}
      </p>
    </div>
  )
}
