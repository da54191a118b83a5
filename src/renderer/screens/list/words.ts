/** Values of any shape, as the words of a cell. */
import { isJsonObject, type Json } from '../../../shared/model/json'

/** What a value says in words, whatever its shape: the CRM may send text where we expect a list, and the other way round. */
export function wordsOf(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null || value === '') return []
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  if (isJsonObject(value)) return wordsOf(value['name'] ?? value['email'] ?? value['telephone'] ?? value['id'])
  return typeof value === 'object' ? [] : [String(value)]
}
