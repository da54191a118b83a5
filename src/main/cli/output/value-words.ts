/** One value on one line, for people. */
import { isJsonObject, type Json } from '../../../shared/model/json'

/** Text as it is, e-mails and names by themselves, lists with commas, the rest as JSON; nothing for what is empty. */
export function valueInWords(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return ''
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  if (!isJsonObject(value)) return value.map(valueInWords).join(', ')
  const word = value['email'] ?? value['telephone'] ?? value['name'] ?? value['id']
  return typeof word === 'string' ? word : JSON.stringify(value)
}
