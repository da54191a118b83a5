/** Which section the rep is at: the one that was asked for, until they scroll by themselves; then the one that stands at the top. */
import { type RefObject, useRef, useState } from 'react'
import { sectionAt } from './section-at'

export interface CurrentSection {
  readonly current: string
  readonly show: (id: string) => void
  /** For the box that scrolls. */
  readonly follow: { readonly onScroll: () => void; readonly onWheel: () => void; readonly onPointerDown: () => void; readonly onKeyDown: () => void }
}

/** @param box positioned; holds the sections, in the order of `ids`, each with the id `settings-…` */
export function useCurrentSection(ids: readonly string[], box: RefObject<HTMLElement | null>): CurrentSection {
  const [current, setCurrent] = useState(ids[0] ?? '')
  const asked = useRef(false)
  const byHand = (): void => {
    asked.current = false
  }
  return {
    current,
    show(id) {
      asked.current = true
      setCurrent(id)
      const section = document.getElementById(`settings-${id}`)
      section?.scrollIntoView({ block: 'start' })
      section?.focus({ preventScroll: true })
    },
    follow: {
      onScroll() {
        // The last sections never get to the top: scrolling to one of them must not mark another.
        if (asked.current || !box.current) return
        const { scrollTop, scrollHeight, clientHeight } = box.current
        const tops = ids.map((id) => document.getElementById(`settings-${id}`)?.offsetTop ?? 0)
        setCurrent(ids[sectionAt(tops, { scrollTop, scrollHeight, clientHeight })] ?? '')
      },
      onWheel: byHand,
      onPointerDown: byHand,
      onKeyDown: byHand,
    },
  }
}
