/** So far under the upper edge a section counts as the one that is read. */
const READ_PX = 48

/**
 * Which section stands at the top; at the very end of the scroll it is the last one.
 *
 * @param tops where each begins, in pixels from the beginning of what scrolls, in their order
 */
export function sectionAt(
  tops: readonly number[],
  { scrollTop, scrollHeight, clientHeight }: { readonly scrollTop: number; readonly scrollHeight: number; readonly clientHeight: number },
): number {
  const atEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1
  if (atEnd) return tops.length - 1
  return Math.max(
    0,
    tops.findLastIndex((top) => top <= scrollTop + READ_PX),
  )
}
