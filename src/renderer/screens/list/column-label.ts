/** What a column is called. */
import type { ObjectType } from '../../../shared/model/object-type'
import type { Text } from '../../messages/text'
import type { Column } from './columns'
import { filterFieldLabel } from './filter-words'

export function columnLabel(t: Text, object: ObjectType, { label, ownLabel, path }: Column): string {
  return ownLabel ?? (label === null ? filterFieldLabel(t, object, path) : t(label))
}
