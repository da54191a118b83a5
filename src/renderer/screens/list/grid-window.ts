/**
 * Which rows are in view, and where they are drawn.
 *
 * Rows have one height. A browser caps the height of an element (Chromium at 33,554,430 px), which a million rows of 40 px
 * pass: from there on the scroll track is shorter than the rows, and a position on it stands for a share of them.
 */
/** Below every browser's cap that we know. */
export const LONGEST_TRACK = 16_000_000

export interface ScrollPlace {
  readonly scrollTop: number
  /** Height of what is visible of the rows. */
  readonly viewport: number
  readonly rowHeight: number
  readonly count: number
}

export interface GridWindow {
  /** First row to draw, and the one after the last. */
  readonly start: number
  readonly end: number
  /** Where the first drawn row begins, from the top of the track. */
  readonly offset: number
  /** Height of the whole track. */
  readonly track: number
}

/** Rows drawn above and below what is seen: a fast wheel finds them there. */
const OVERSCAN = 8

export function gridWindow(place: ScrollPlace): GridWindow {
  const { viewport, rowHeight, count } = place
  const track = trackHeight(place)
  const virtualTop = toRows(place)
  const first = Math.floor(virtualTop / rowHeight)
  const start = Math.max(0, Math.min(count, first) - OVERSCAN)
  const end = Math.min(count, first + Math.ceil(viewport / rowHeight) + 1 + OVERSCAN)
  return { start, end, offset: clampedTop(place) - (virtualTop - start * rowHeight), track }
}

/** The scroll position that brings a row into view with the least movement; the present one when it is in view. */
export function scrollToShow(place: ScrollPlace, index: number): number {
  const { viewport, rowHeight } = place
  const top = toRows(place)
  const rowTop = index * rowHeight
  if (rowTop < top) return toTrack(place, rowTop)
  if (rowTop + rowHeight > top + viewport) return toTrack(place, rowTop + rowHeight - viewport)
  return place.scrollTop
}

function trackHeight({ rowHeight, count }: ScrollPlace): number {
  return Math.min(count * rowHeight, LONGEST_TRACK)
}

function clampedTop(place: ScrollPlace): number {
  return Math.max(0, Math.min(place.scrollTop, trackHeight(place) - place.viewport))
}

/** From a position on the track to one over all rows. Below the cap they are the same. */
function toRows(place: ScrollPlace): number {
  return clampedTop(place) * scale(place)
}

function toTrack(place: ScrollPlace, rowsTop: number): number {
  return rowsTop / scale(place)
}

function scale(place: ScrollPlace): number {
  const { viewport, rowHeight, count } = place
  const hidden = trackHeight(place) - viewport
  return hidden <= 0 ? 1 : (count * rowHeight - viewport) / hidden
}
