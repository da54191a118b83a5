/**
 * Whether a key that is pressed in an editor is the editor's to decide.
 *
 * Editors listen while the event goes down, since the fields of the component library keep keys from coming up again. So they
 * must leave alone what an open list of choices takes (Enter, Esc), and what happens in a calendar, which stands elsewhere in
 * the page though it belongs to the editor.
 */
import type { KeyboardEvent } from 'react'

export function isOwnKey(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return false
  if (event.target.getAttribute('role') !== 'combobox' || event.metaKey || event.ctrlKey) return true
  if (event.key === 'Escape') return event.target.getAttribute('aria-expanded') !== 'true'
  return event.key !== 'Enter' || !(event.target.hasAttribute('aria-activedescendant') || event.target.closest('[data-choosing]'))
}
