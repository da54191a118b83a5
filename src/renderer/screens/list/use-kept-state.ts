/** While another search or sort is being read, the rows of the last one stay: nothing blinks. */
import { useState } from 'react'
import type { ListState } from '../../data/list-state'

export function useKeptState(state: ListState): ListState {
  const [last, setLast] = useState<ListState | null>(null)
  // Set while rendering, as React advises for values that follow another one: no second paint.
  if (state.kind !== 'first-read' && last !== state) setLast(state)
  return state.kind === 'first-read' && last ? last : state
}
