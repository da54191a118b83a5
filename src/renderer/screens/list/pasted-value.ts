/** Text from the clipboard as a field's value; undefined where the field takes no plain text. */
import { definitionOf, type FieldPath } from '../../../shared/model/field-path'
import { parseInstant } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { parseNumber } from '../../parts/fields/parse-input'

export function pastedValue(object: ObjectType, path: FieldPath, text: string): Json | undefined {
  const plain = text.trim()
  switch (definitionOf(object, path).kind) {
    case 'text':
    case 'long-text':
    case 'url':
    case 'select':
      return plain === '' ? null : plain
    case 'number':
    case 'money':
    case 'percent': {
      const number = parseNumber(plain, ',')
      return number.ok ? number.value : undefined
    }
    case 'date-time': {
      if (plain === '') return null
      const day = /^\d{4}-\d\d-\d\d$/.test(plain) ? `${plain}T00:00:00.000Z` : plain
      return parseInstant(day) === null ? undefined : day
    }
    case 'texts':
    case 'urls':
      return plain === '' ? null : plain.split(/\s*[,;]\s*/).filter(Boolean)
    default:
      return undefined
  }
}
