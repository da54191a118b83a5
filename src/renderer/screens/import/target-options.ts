/** What a column may be said to mean, in words. */
import type { ImportGuess } from '../../../shared/model/import'
import { findTarget, targetNames } from '../../../shared/model/import-targets'
import type { WritableObjectType } from '../../../shared/model/object-type'
import type { Text } from '../../messages/text'
import { addressKind, fieldLabel } from '../../parts/fields/labels'

export interface TargetOption {
  readonly id: string
  readonly label: string
}

const kindsOf: Readonly<Record<string, readonly string[]>> = { emails: ['WORK', 'HOME'], telephones: ['WORK', 'MOBILE', 'HOME', 'FAX'] }

export function targetOptions(t: Text, object: WritableObjectType, customFields: ImportGuess['customFields']): readonly TargetOption[] {
  const known = targetNames(object).flatMap((name) => [name, ...(kindsOf[name] ?? []).map((kind) => `${name}:${kind}`)])
  const custom = customFields.map(({ slug, label }) => ({ id: `metadata.${slug}`, label }))
  return [...known.map((id) => ({ id, label: targetLabel(t, object, id, customFields) })), ...custom]
}

export function targetLabel(t: Text, object: WritableObjectType, name: string, customFields: ImportGuess['customFields']): string {
  const target = findTarget(object, name)
  const custom = customFields.find(({ slug }) => name === `metadata.${slug}`)
  if (custom) return custom.label
  if (!target || target.path === null) return target ? t('import.target.id') : name
  if (target.kind === 'last-first') return t('import.target.lastFirst')
  const field = fieldLabel(t, object, { path: target.path as never, label: null })
  if (target.label !== null) return t('import.target.kind', { field, kind: addressKind(t, target.label) })
  if (target.kind === 'reference-ids') return t('import.target.ids', { field })
  return field
}
