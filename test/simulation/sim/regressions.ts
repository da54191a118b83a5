/** Seeds that once broke a promise, and how. They are played for ever, whatever else is. */
export const regressions: readonly { readonly seed: number; readonly what: string }[] = [
  { seed: 4, what: 'a CRM that cut its pages in the middle of one second ended the first walk' },
  { seed: 25, what: 'a disk that had stopped looked like a bug when a number for a request was taken' },
  { seed: 154, what: 'an edit saved while its record was read was called pushed and never sent' },
  { seed: 259, what: 'a push that a full disk broke off went on beside the next one' },
]
