/** A list below a field that keeps the focus: what is typed narrows it, arrows walk in it. */
import { type KeyboardEvent, useState } from 'react'

export interface TypedChoice {
  readonly typed: string
  /** Which row the arrows are on. */
  readonly at: number
  /** What was typed begins the list anew. */
  readonly type: (text: string) => void
  readonly forget: () => void
  /** `onOther` is asked about every key but the arrows, and says whether it took it. */
  readonly keys: (count: number, onOther: (event: KeyboardEvent) => boolean) => (event: KeyboardEvent) => void
}

export function useTypedChoice(): TypedChoice {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  return {
    typed,
    at,
    type: (text) => {
      setTyped(text)
      setAt(0)
    },
    forget: () => setTyped(''),
    keys: (count, onOther) => (event) => {
      if (event.key === 'ArrowDown') setAt(Math.min(count - 1, at + 1))
      else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
      else if (!onOther(event)) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
