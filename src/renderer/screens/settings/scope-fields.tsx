/** Which fields of each kind of record are kept: all, or those that are ticked. */
import { useState } from 'react'
import { eventTypes, fieldsByObject } from '../../../shared/model/fields'
import type { FieldPath } from '../../../shared/model/field-path'
import { fieldsOf, type PullScope, type ScopedObject, scopedObjects, wholeScope } from '../../../shared/model/scope'
import { type Text, useText } from '../../messages/text'
import { fieldLabel } from '../../parts/fields/labels'
import { Segments } from '../../parts/segments'
import { Switch } from '../../parts/switch'
import { Tick } from '../../parts/tick'
import styles from './scope-settings.module.css'
import { SettingRow } from './setting-row'

export function ScopeFields({ scope, onChange }: { readonly scope: PullScope; readonly onChange: (patch: Partial<PullScope>) => void }) {
  const t = useText()
  const [object, setObject] = useState<ScopedObject>('contact')
  const chosen = scope.fields[object]
  const { [object]: _own, ...others } = scope.fields
  const choosable = choosableFields(object)
  const toggle = (field: string): void => {
    const kept = chosen ?? []
    onChange({ fields: { ...others, [object]: kept.includes(field) ? kept.filter((each) => each !== field) : [...kept, field] } })
  }
  return (
    <>
      <SettingRow title={t('scope.fields')} why={t('scope.fieldsWhy')}>
        <Segments
          label={t('scope.fields')}
          value={object}
          options={scopedObjects.map((id) => ({ id, label: t(`title.${id}`) }))}
          onChange={setObject}
        />
        <Switch
          label={t('scope.fields')}
          on={chosen !== undefined}
          onChange={(on) => onChange({ fields: on ? { ...others, [object]: choosable } : others })}
        />
      </SettingRow>
      {chosen === undefined ? null : (
        <div className={styles.fields} role="group" aria-label={t('scope.fields')}>
          {choosable.map((field) => (
            <Tick key={field} checked={chosen.includes(field)} onChange={() => toggle(field)}>
              {nameOf(t, object, field)}
            </Tick>
          ))}
        </div>
      )}
    </>
  )
}

/** The content of a type of event is called as the type is. */
function nameOf(t: Text, object: ScopedObject, field: string): string {
  if (field === 'metadata') return t('settings.fields')
  const type = eventTypes.find((each) => each.toLowerCase() === field)
  return type ? t(`event.${type}`) : fieldLabel(t, object, { path: field as FieldPath, label: null })
}

/** The top-level fields, without those that always come. */
function choosableFields(object: ScopedObject): readonly string[] {
  const always = fieldsOf({ ...wholeScope, fields: { [object]: [] } }, object) ?? []
  return [...new Set(fieldsByObject[object].map(({ path }) => path.split('.')[0] ?? path))].filter((field) => !always.includes(field))
}
