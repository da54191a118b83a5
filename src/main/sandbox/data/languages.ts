/**
 * What reps write, language by language. The company behind this CRM sells label printers, scanners and the software around
 * them. In a text `%p` is the product, `%n` the person, `%c` the company; a bar parts a title from what stands below it.
 */
import { asianTexts } from './languages-asia'
import { europeanTexts } from './languages-europe'
import { englishTexts } from './languages-english'

export type LanguageCode = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pl' | 'pt' | 'sv' | 'tr' | 'ja' | 'zh' | 'ko' | 'ar' | 'el' | 'hi'

export interface Texts {
  readonly products: readonly string[]
  readonly dealNames: readonly string[]
  readonly titles: readonly string[]
  readonly departments: readonly string[]
  readonly notes: readonly string[]
  readonly calls: readonly string[]
  readonly meetings: readonly string[]
  readonly emails: readonly string[]
  readonly tasks: readonly string[]
  readonly won: readonly string[]
  readonly lost: readonly string[]
}

export const textsByLanguage: Readonly<Record<LanguageCode, Texts>> = { en: englishTexts, ...europeanTexts, ...asianTexts }
