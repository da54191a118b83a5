/** What is typed into the palette: a first character may narrow it to one kind of thing. */
import type { ObjectType } from '../../../shared/model/object-type'

export const paletteScopes = { '>': 'actions', '@': 'people', '#': 'deals', '/': 'screens' } as const
export type PalettePrefix = keyof typeof paletteScopes
export type PaletteScope = 'all' | (typeof paletteScopes)[PalettePrefix]

export interface PaletteQuery {
  readonly scope: PaletteScope
  readonly words: string
}

export function parsePaletteText(text: string): PaletteQuery {
  const typed = text.trimStart()
  const prefix = typed.charAt(0)
  return prefix in paletteScopes
    ? { scope: paletteScopes[prefix as PalettePrefix], words: typed.slice(1).trim() }
    : { scope: 'all', words: typed.trim() }
}

/** Which records a scope looks at; null for all, an empty list for none. */
export function objectsOfScope(scope: PaletteScope): ObjectType[] | null {
  switch (scope) {
    case 'all':
      return null
    case 'people':
      return ['contact', 'lead']
    case 'deals':
      return ['deal']
    case 'actions':
    case 'screens':
      return []
  }
}
