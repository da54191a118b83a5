/**
 * The countries whose people and companies the sample data is made of. A name in another script carries its Latin form after a
 * bar, for addresses: `佐藤|sato`.
 */
import type { LanguageCode } from './languages'
import { europeanLocales } from './locales-europe'
import { overseasLocales } from './locales-overseas'

export interface Locale {
  readonly language: LanguageCode
  readonly country: string
  readonly code: string
  readonly currency: string
  readonly timezone: string
  /** How many of a hundred companies are from here. */
  readonly share: number
  /** Family name first, without a space where the script has none. */
  readonly familyFirst?: '' | ' '
  readonly women: readonly string[]
  readonly men: readonly string[]
  readonly families: readonly string[]
  /** What companies do: word in their name, and the industry it means. */
  readonly trades: readonly (readonly [string, string])[]
  /** `%f` family name, `%t` trade, `%c` city. */
  readonly companyNames: readonly string[]
  /** City, region, region code, pattern of the postal code, area code of its telephones. */
  readonly cities: readonly (readonly [string, string, string, string, string])[]
  /** `%s` street name, `#` digits. */
  readonly street: string
  readonly streets: readonly string[]
  /** `%a` area code. */
  readonly landline: string
  readonly mobile: string
}

export const locales: readonly Locale[] = [...europeanLocales, ...overseasLocales]

/** The native form of `native|latin`. */
export function native(name: string): string {
  return name.split('|', 1)[0] ?? name
}

const special: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', Ł: 'l', ø: 'o', ı: 'i', æ: 'ae', đ: 'd' }

/** As it stands in an e-mail address or a domain. */
export function latin(name: string): string {
  const bar = name.indexOf('|')
  const text = bar < 0 ? name : name.slice(bar + 1)
  return text
    .replaceAll(/[ßłŁøıæđ]/g, (letter) => special[letter] ?? letter)
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '')
}
