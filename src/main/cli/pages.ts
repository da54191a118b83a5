/** All pages of a list, one after the other, as far as was asked for. */
import type { Page } from '../../shared/model/views'

/** The contract's largest page. */
const LARGEST_PAGE = 1000

export interface Span {
  readonly after: string | null
  /** Null: all of them. */
  readonly limit: number | null
}

/** Yields page by page; the last one's `next` is where `--after` goes on, null at the end of the list. */
export async function* eachPage<Row>(
  ask: (part: { after: string | null; limit: number }) => Promise<Page<Row>>,
  { after, limit }: Span,
): AsyncGenerator<Page<Row>> {
  let left = limit ?? Number.POSITIVE_INFINITY
  let cursor = after
  while (left > 0) {
    const page = await ask({ after: cursor, limit: Math.min(left, LARGEST_PAGE) })
    yield page
    left -= page.rows.length
    cursor = page.next
    if (cursor === null) return
  }
}
