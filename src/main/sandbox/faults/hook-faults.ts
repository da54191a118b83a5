/** What can go wrong with the CRM's webhooks, and the choices that the protocol leaves open, in the words of `--faults`. */

export const hookFaultValues = {
  'hook-drop': [/^$/, 'no value'],
  'hook-double': [/^$/, 'no value'],
  'hook-reorder': [/^\d{0,3}$/, 'how many later ones overtake it'],
  'hook-delay': [/^\d{1,8}(ms|s|m|h)$/, 'a time, as 30s'],
  'hook-wrong-signature': [/^$/, 'no value'],
  'hook-forged': [/^$/, 'no value'],
  'hook-signature': [
    /^(base64|sha1|sha1-only|spaced|resealed)(\+(base64|sha1|sha1-only|spaced|resealed))*$/,
    'base64, sha1, sha1-only, spaced, resealed, joined by +',
  ],
  'hook-new-nonce': [/^$/, 'no value'],
  'hook-deleted-whole': [/^$/, 'no value'],
  'hook-default-type': [/^(native|virtual)$/, 'native or virtual'],
  'hook-minute': [/^\d{1,8}(ms|s|m)$/, 'a time, as 1s'],
} as const satisfies Record<string, readonly [RegExp, string]>
