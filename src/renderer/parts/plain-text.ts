/** A text as it is compared with what is typed: without accents, capitals and the blanks around it. */
export function plainText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
}
