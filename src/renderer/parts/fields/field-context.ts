/** What a field's display and editor know of the record round it. */
import { createContext, useContext } from 'react'
import { invariant } from '../../../shared/assert'
import type { ConnectionId } from '../../../shared/model/ids'
import type { JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { Text } from '../../messages/text'
import { currencyOf, type TextContext } from './field-text'
import type { Names } from './names'

export interface FieldContextValue {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly document: JsonObject
  readonly names: Names
  /** The CRM's name, for every sentence about it. */
  readonly crm: string
  /** The id of the rep's own user there, so that their own name becomes “You”; null where nobody knows. */
  readonly me: string | null
}

export const FieldContext = createContext<FieldContextValue | null>(null)

export function useFieldContext(): FieldContextValue {
  const context = useContext(FieldContext)
  invariant(context, 'FieldContext is missing')
  return context
}

export function textContext(t: Text, { names, document }: Pick<FieldContextValue, 'names' | 'document'>): TextContext {
  return { nameOf: (id) => names(id)?.name ?? null, currency: currencyOf(document), yes: t('value.yes'), no: t('value.no') }
}
