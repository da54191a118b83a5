/** Whether the field to go to a row is open, and what was typed to open it: a key, or, where letters are no keys, the letter itself. */
import { type KeyboardEvent, useState } from 'react'
import { letterKeysAreOn } from '../../parts/keyboard'

export interface TypeAhead {
  /** Null while it is closed. */
  readonly first: string | null
  readonly open: () => void
  readonly close: () => void
  /** True when the key was the beginning of a row's name. */
  readonly onKey: (event: KeyboardEvent) => boolean
}

export function useTypeAhead(): TypeAhead {
  const [first, setFirst] = useState<string | null>(null)
  return {
    first,
    open: () => setFirst(''),
    close: () => setFirst(null),
    onKey: ({ key, ctrlKey, metaKey, altKey }) => {
      if (letterKeysAreOn() || key.length !== 1 || ctrlKey || metaKey || altKey || !/[\p{L}\p{N}]/u.test(key)) return false
      setFirst(key)
      return true
    },
  }
}
