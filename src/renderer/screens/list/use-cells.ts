/**
 * Cell mode: the keys are on one cell instead of on a row, and what is typed goes into it.
 *
 * It is entered with E or a second click, left with Esc. A character replaces what stands in the cell, Enter and F2 edit it, Backspace
 * clears it; arrows and Tab walk.
 */
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { dayOf } from '../../../shared/model/calendar'
import type { ListRow } from '../../../shared/model/views'
import type { Column } from './columns'
import type { GridHandle } from './grid'
import type { Rows } from './use-rows'

export interface CellPlace {
  readonly index: number
  readonly path: string
}

/** Where the keys go when an editor closes. */
export type CellStep = 'down' | 'up' | 'right' | 'left' | 'stay'

export interface Cells {
  readonly cell: CellPlace | null
  readonly editing: boolean
  /** What was typed to open the editor, and on until it has the focus; taken once. */
  readonly takeTyped: () => string
  readonly enter: () => void | false
  /** A click on a cell: the second one on the same row enters cell mode there. */
  readonly press: (index: number, path: string, wasActive: boolean) => void
  /** A double click: the cell turns into its editor. */
  readonly edit: (index: number, path: string) => boolean
  readonly leave: () => void
  readonly closeEditor: (step: CellStep) => void
  /** True when the key was for the cell. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean
}

export interface CellsParts {
  readonly rows: Rows
  /** Where it is loaded. */
  readonly rowAt: (index: number) => ListRow | undefined
  /** The columns that are on screen. */
  readonly columns: () => readonly Column[]
  readonly canEdit: (path: string) => boolean
  readonly grid: RefObject<GridHandle | null>
  readonly onClear: (row: ListRow, path: string) => void
  readonly onPaste: (row: ListRow, path: string, text: string) => void
  readonly textOf: (row: ListRow, path: string) => string
}

export function useCells({ rows, rowAt, columns, canEdit, grid, onClear, onPaste, textOf }: CellsParts): Cells {
  const [path, setPath] = useState<string | null>(null)
  const [on, setOn] = useState(false)
  const [editing, setEditing] = useState(false)
  const typed = useRef('')
  const index = rows.activeIndex
  const here = path ?? columns().find((column) => column.kind === 'name')?.path ?? null
  const cell: CellPlace | null = on && index !== null && here !== null ? { index, path: here } : null
  const row = cell === null ? undefined : rowAt(cell.index)

  const enterAt = (at: string | null): void => {
    if (at !== null) setPath(at)
    setOn(true)
    setEditing(false)
    grid.current?.focus()
  }
  const leave = (): void => {
    setOn(false)
    setEditing(false)
  }
  const walk = (step: number): void => {
    const all = columns()
    const at = all.findIndex((column) => column.path === here)
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))]
    if (next) setPath(next.path)
  }
  const openEditor = (first = ''): void => {
    if (cell === null || !row || !canEdit(cell.path)) return
    typed.current = first
    setEditing(true)
  }
  const closeEditor = (step: CellStep): void => {
    setEditing(false)
    if (step === 'down') rows.move(1)
    if (step === 'up') rows.move(-1)
    if (step === 'right') walk(1)
    if (step === 'left') walk(-1)
    grid.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (cell === null || event.nativeEvent.isComposing) return false
    const mod = event.metaKey || event.ctrlKey
    const isText = event.key.length === 1 && !mod && !event.altKey
    if (editing) {
      // The editor is on its way: what is typed meanwhile is for it, and nothing else hears of it.
      if (isText) typed.current += event.key
      if (event.key === 'Escape') closeEditor('stay')
      event.stopPropagation()
      return true
    }
    if (mod && !event.altKey) return onModKey(event, cell)
    if (event.altKey) return false
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowRight':
        walk(event.key === 'ArrowLeft' ? -1 : 1)
        return true
      case 'Tab':
        walk(event.shiftKey ? -1 : 1)
        return true
      case 'Enter':
      case 'F2':
        openEditor()
        return true
      case 'Backspace':
      case 'Delete':
        if (row && canEdit(cell.path)) onClear(row, cell.path)
        return true
      case 'Escape':
        leave()
        return true
      default:
        if (!isText || event.key === ' ') return false
        openEditor(event.key)
        event.stopPropagation()
        return true
    }
  }
  const onModKey = (event: KeyboardEvent, { index: at, path: of }: CellPlace): boolean => {
    const value = row ? textOf(row, of) : ''
    if (event.key === 'c') void navigator.clipboard.writeText(value)
    else if (event.key === 'v' && row && canEdit(of)) void navigator.clipboard.readText().then((text) => onPaste(row, of, text.split('\n')[0] ?? ''))
    else if (event.key === ';' && row && canEdit(of)) onPaste(row, of, today())
    else if (event.key === 'd' && row && canEdit(of)) {
      const above = rowAt(at - 1)
      if (above) onPaste(row, of, textOf(above, of))
    } else return false
    return true
  }
  return {
    cell,
    editing: editing && cell !== null,
    takeTyped: () => {
      const text = typed.current
      typed.current = ''
      return text
    },
    enter: () => {
      if (index === null) return false
      enterAt(null)
      return undefined
    },
    press: (_at, of, wasActive) => {
      if (wasActive) enterAt(of)
      else {
        setPath(of)
        leave()
      }
    },
    edit: (at, of) => {
      if (!canEdit(of)) return false
      rows.activate(at)
      setPath(of)
      setOn(true)
      typed.current = ''
      setEditing(true)
      return true
    },
    leave,
    closeEditor,
    onKeyDown,
  }
}

/** The rep's own day, as dates are written. */
function today(): string {
  return dayOf(Date.now())
}
