/** A key in its cap. Screen readers hear it from the control's `aria-keyshortcuts`, so the cap itself is silent. */
import { keyCapText, type KeyName } from '../keys'

export function KeyCap({ name }: { readonly name: KeyName }) {
  return <kbd aria-hidden="true">{keyCapText(name)}</kbd>
}
