/**
 * The board by keyboard: up and down stay in a column (the list's own keys), left and right go to the neighbour column, with Shift
 * they take the card along, M opens the menu of stages. Read before the lists see them, which would take the arrows.
 */
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import type { Board, DealCard, Stage } from '../../../shared/model/reports'
import { type KeyName, keys, strokeOf } from '../../keys'
import { isTextEntry } from '../../parts/keyboard'

export interface BoardKeys {
  readonly shown: Board | undefined
  readonly frame: RefObject<HTMLElement | null>
  readonly onMove: (card: DealCard, to: Stage) => void
  readonly onMenu: (card: DealCard, anchor: Element) => void
  readonly onNoNeighbour: () => void
}

export function useBoardKeys({ shown, frame, onMove, onMenu, onNoNeighbour }: BoardKeys) {
  return (event: KeyboardEvent): void => {
    const place = placeOf(shown, event.target)
    if (!shown || !place || (event.target instanceof Element && isTextEntry(event.target))) return
    const pressed = (name: KeyName): boolean => (keys[name].strokes as readonly string[]).includes(strokeOf(event.nativeEvent))
    const step = pressed('cardLeft') || pressed('moveLeft') ? -1 : pressed('cardRight') || pressed('moveRight') ? 1 : 0
    if (pressed('moveTo')) onMenu(place.card, place.element)
    else if (step === 0) return
    else if (pressed('cardLeft') || pressed('cardRight')) focusBeside(shown, frame.current, place, step)
    else {
      const to = shown.columns[place.column + step]?.stage
      if (to && to.id !== '') onMove(place.card, to)
      else onNoNeighbour()
    }
    event.preventDefault()
    event.stopPropagation()
  }
}

interface CardPlace {
  readonly card: DealCard
  readonly column: number
  readonly index: number
  readonly element: Element
}

function placeOf(board: Board | undefined, target: EventTarget | null): CardPlace | null {
  const element = target instanceof Element ? target.closest('[data-card]') : null
  const id = element?.getAttribute('data-card')
  if (!board || !element) return null
  for (const [column, { cards }] of board.columns.entries()) {
    const index = cards.findIndex((card) => card.id === id)
    const card = cards[index]
    if (card) return { card, column, index, element }
  }
  return null
}

/** The card at the same height in the next column that has any. */
function focusBeside(board: Board, frame: HTMLElement | null, { column, element }: CardPlace, step: number): void {
  for (let next = column + step; next >= 0 && next < board.columns.length; next += step) {
    const id = board.columns[next]?.stage.id ?? ''
    const drawn = [...(frame?.querySelectorAll<HTMLElement>(`[data-stage="${CSS.escape(id)}"] [data-card]`) ?? [])]
    const top = element.getBoundingClientRect().top
    const nearest = drawn.toSorted((a, b) => Math.abs(a.getBoundingClientRect().top - top) - Math.abs(b.getBoundingClientRect().top - top))[0]
    if (!nearest) continue
    nearest.focus()
    nearest.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    return
  }
}

/** After a move the keyboard goes with the card: its column is scrolled to it, then it takes the focus. */
export function useFollowCard(board: Board | undefined, frame: RefObject<HTMLElement | null>): (card: DealCard) => void {
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    const id = wanted.current
    if (id === null || !board) return undefined
    const column = board.columns.find(({ cards }) => cards.some((card) => card.id === id))
    if (!column) return undefined
    const list = frame.current?.querySelector<HTMLElement>(`[data-stage="${CSS.escape(column.stage.id)}"] [role="grid"]`)
    const find = () => frame.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)
    if (list && !find()) list.scrollTop = (list.scrollHeight * column.cards.findIndex((card) => card.id === id)) / Math.max(1, column.cards.length)
    let tries = 0
    let waiting = 0
    const take = () => {
      const element = find()
      // The list puts a lost focus on a neighbour in the frame after: this one comes after that.
      if (element && tries > 1) {
        wanted.current = null
        element.focus()
        element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      } else if ((tries += 1) < 12) waiting = requestAnimationFrame(take)
    }
    waiting = requestAnimationFrame(take)
    return () => cancelAnimationFrame(waiting)
  }, [board, frame])
  return (card) => {
    wanted.current = card.id
  }
}
