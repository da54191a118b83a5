/** What a format of custom fields is called. */
import { fieldFormats, type FieldFormat } from '../../../shared/model/custom-field'
import type { Text } from '../../messages/text'

/** A format that we do not know, in the CRM's own word. */
export function formatWords(t: Text, format: string | null): string {
  const known = (fieldFormats as readonly string[]).includes(format ?? '')
  return known ? t(`fields.format.${format as FieldFormat}`) : (format ?? '')
}
