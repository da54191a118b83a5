/** The object type that the page is about: what *new*, *import* and *duplicates* then mean. */
import { useRouterState } from '@tanstack/react-router'
import { isWritable, type ObjectType } from '../../shared/model/object-type'
import { objectOfSlug } from '../address'

export function useShownObject(): ObjectType | null {
  const path = useRouterState({ select: (state) => state.location.pathname })
  return objectOfSlug(path.split('/')[3] ?? '')
}

/** Contacts, where the page is about nothing that can be imported. */
export function importedInto(object: ObjectType | null): ObjectType {
  return object !== null && isWritable(object) && object !== 'pipeline' ? object : 'contact'
}

/** Only contacts and companies have duplicates that can be merged. */
export function comparedIn(object: ObjectType | null): 'contact' | 'company' {
  return object === 'company' ? 'company' : 'contact'
}
