/**
 * Who handles which key. One listener for the window; a component says with `useKeys` what its keys do while it is there.
 *
 * An overlay is asked before a screen, a screen before the frame; within a level the last to come is asked first. A handler
 * that returns `false` did not want it. Keys that typing needs are left alone in inputs, and all keys in menus and dialogs.
 */
import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { isPlainStroke, type KeyName, keys, strokeOf } from '../keys'

/** A handler is told the stroke, where it was one; the palette does things without. */
export type KeyHandlers = Partial<Record<KeyName, (stroke?: string) => void | false>>
export type KeyLevel = 'frame' | 'screen' | 'overlay'

interface Registration {
  readonly level: KeyLevel
  readonly handlers: { readonly current: KeyHandlers }
}

let letterKeys = true

/** Off: a letter alone does nothing anywhere, for those who dictate or whose keyboard slips. Keys with Ctrl or ⌘ stay. */
export function setLetterKeys(on: boolean): void {
  letterKeys = on
}

export const letterKeysAreOn = (): boolean => letterKeys

/** How long the first of two strokes waits for the second. */
const SECOND_STROKE_MS = 1500
const order: readonly KeyLevel[] = ['overlay', 'screen', 'frame']

class Keyboard {
  private readonly registrations: Registration[] = []
  private pending: { readonly stroke: string; readonly until: number } | null = null

  register(registration: Registration): () => void {
    this.registrations.push(registration)
    return () => {
      this.registrations.splice(this.registrations.indexOf(registration), 1)
    }
  }

  handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
    const stroke = strokeOf(event)
    const target = event.target instanceof Element ? event.target : null
    if (!letterKeys && /^(Shift\+)?\p{L}$/u.test(stroke)) return
    if (belongsElsewhere(target, stroke)) return
    const first = this.pending && event.timeStamp < this.pending.until ? this.pending.stroke : null
    this.pending = null
    const typed = first === null ? stroke : `${first} ${stroke}`
    for (const level of order) {
      for (const { handlers } of this.registrations.filter((registration) => registration.level === level).toReversed()) {
        if (this.offer(handlers.current, typed)) return event.preventDefault()
      }
    }
    if (first === null && this.startsASequence(stroke)) this.pending = { stroke, until: event.timeStamp + SECOND_STROKE_MS }
  }

  /** What could be done right now by key, the most particular first. */
  offered(): readonly KeyName[] {
    const inOrder = order.flatMap((level) => this.registrations.filter((registration) => registration.level === level).toReversed())
    return [...new Set(inOrder.flatMap(({ handlers }) => Object.keys(handlers.current) as KeyName[]))]
  }

  /** Does what the key would do; false when nobody wants it now. */
  perform(name: KeyName): boolean {
    return order.some((level) =>
      this.registrations
        .filter((registration) => registration.level === level)
        .toReversed()
        .some(({ handlers }) => {
          const run = handlers.current[name]
          return run !== undefined && run() !== false
        }),
    )
  }

  private offer(handlers: KeyHandlers, typed: string): boolean {
    for (const [name, run] of Object.entries(handlers) as [KeyName, (stroke?: string) => void | false][]) {
      if ((keys[name].strokes as readonly string[]).includes(typed) && run(typed) !== false) return true
    }
    return false
  }

  private startsASequence(stroke: string): boolean {
    return this.registrations.some(({ handlers }) =>
      (Object.keys(handlers.current) as KeyName[]).some((name) => keys[name].strokes.some((strokes) => strokes.startsWith(`${stroke} `))),
    )
  }
}

/** Undo inside a text editor is the editor's own; Enter, space and arrows on a control are the control's. */
function belongsElsewhere(target: Element | null, stroke: string): boolean {
  if (!target) return false
  if (target.closest('[role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]') && stroke !== 'Mod+k' && stroke !== 'Mod+Enter')
    return true
  if (isTextEntry(target)) return isPlainStroke(stroke) || ['Mod+z', 'Mod+a', 'Mod+Backspace', 'Alt+ArrowLeft', 'Alt+ArrowRight'].includes(stroke)
  return (
    (stroke === 'Enter' || stroke === 'Space') && target.closest('button, a[href], summary, [role="radio"], [role="checkbox"], [role="tab"]') !== null
  )
}

export function isTextEntry(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file'].includes(target.type)
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.closest('[contenteditable="true"], [role="spinbutton"]') !== null
  )
}

const KeyboardContext = createContext<Keyboard | null>(null)

export function KeyboardProvider({ children }: { readonly children: ReactNode }) {
  const [keyboard] = useState(() => new Keyboard())
  useEffect(() => {
    document.addEventListener('keydown', keyboard.handle)
    return () => document.removeEventListener('keydown', keyboard.handle)
  }, [keyboard])
  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>
}

/** The keys as commands: for the palette, which lists them and does what they do. */
export function useKeyCommands(): { offered(): readonly KeyName[]; perform(name: KeyName): boolean } {
  const keyboard = useContext(KeyboardContext)
  return { offered: () => keyboard?.offered() ?? [], perform: (name) => keyboard?.perform(name) ?? false }
}

/** While the component is there, these keys do this. The handlers may be new ones on every render. */
export function useKeys(handlers: KeyHandlers, level: KeyLevel = 'screen'): void {
  const keyboard = useContext(KeyboardContext)
  const latest = useRef(handlers)
  useLayoutEffect(() => {
    latest.current = handlers
  })
  useEffect(() => keyboard?.register({ level, handlers: latest }), [keyboard, level])
}
