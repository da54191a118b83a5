/** What is typed to get somewhere in a list: `#1200` a row, `50%` a share of the list, else text that the sorted column begins with. */

export type JumpTarget = { readonly kind: 'row'; readonly index: number } | { readonly kind: 'text'; readonly text: string }

/** Null while nothing is typed. Rows outside the list are its first or last. */
export function parseJump(typed: string, count: number): JumpTarget | null {
  const text = typed.trim()
  if (text === '') return null
  const within = (index: number): JumpTarget => ({ kind: 'row', index: Math.max(0, Math.min(count - 1, index)) })
  const row = /^#\s*([\d.,\s]+)$/.exec(text)?.[1]
  if (row !== undefined) return within(Number(row.replaceAll(/\D/g, '')) - 1)
  const share = /^(\d+(?:[.,]\d+)?)\s*%$/.exec(text)?.[1]
  if (share !== undefined) return within(Math.round((Number(share.replace(',', '.')) / 100) * (count - 1)))
  return { kind: 'text', text }
}
