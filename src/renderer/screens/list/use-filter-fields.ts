/** The fields that a list can be filtered by, under the names that the rep knows: those of the model, then the company's own. */
import { type FilterField, filterFieldAt, filterFields } from '../../../shared/model/filter'
import type { FieldKind } from '../../../shared/model/fields'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useDefinedFields } from '../../data/fields'
import { useCustomFields } from '../../data/list-queries'
import { useText } from '../../messages/text'
import { customFields } from '../../parts/fields/custom-fields'
import { filterFieldLabel } from './filter-words'

export interface NamedField extends FilterField {
  readonly label: string
  /** How a custom field's values are shown and edited, by its format; null for the model's own, and where nobody defined it. */
  readonly format: FieldKind | null
}

export function useFilterFields(connection: ConnectionId, object: ObjectType): readonly NamedField[] {
  const t = useText()
  const documents = useCustomFields(connection, object)
  const definitions = useDefinedFields(connection, object)
  const own = filterFields(object).map((field): NamedField => ({ ...field, format: null, label: filterFieldLabel(t, object, field.path) }))
  const custom = new Map<string, NamedField>()
  const isDefined = (path: string): boolean => definitions.some(({ slug, format }) => format !== null && path === `metadata.${slug}`)
  for (const document of documents.length === 0 ? [{}] : documents) {
    for (const { path, kind, label } of customFields(document, definitions)) {
      const field = filterFieldAt(object, path)
      if (field !== null && !custom.has(path))
        custom.set(path, { ...field, format: isDefined(path) ? kind : null, label: label ?? path.slice('metadata.'.length) })
    }
  }
  return [...own.toSorted((a, b) => a.label.localeCompare(b.label)), ...[...custom.values()].toSorted((a, b) => a.label.localeCompare(b.label))]
}
