/** Pipedrive: small ids that repeat between types, leads by UUID, filters that it swallows, and a list for each kind of activity. */
import { createHash } from 'node:crypto'
import { byType, guids, numbers } from './ids'
import type { Profile } from './profile'
import { eachText, missing, names, objectionIf, type Required } from './rules'

const required: Required = { contact: { name: 'Name' }, company: { name: 'Name' }, deal: { name: 'Title' }, lead: { name: 'Title' } }
/** The first of each type is number 1. */
const small = numbers(-100_000n)

export const pipedrive: Profile = {
  name: 'pipedrive',
  label: 'Pipedrive',
  ids: {
    contact: small,
    company: small,
    deal: small,
    event: byType(small),
    lead: guids('adf2'),
    pipeline: small,
    employee: numbers(22_400_000n),
    stage: numbers(0n),
  },
  traits: 'stamps=second,ignore=query+created_at,page-cap=50',
  lacks: [],
  readOnly: ['pipeline'],
  lacksVerbs: [],
  quota: { requests: 80, windowMs: 2_000, status: 429, words: 'request over limit', saysWhen: true },
  // Forty hexadecimal digits that say nothing.
  slug: (slug) => createHash('sha1').update(`pipedrive ${slug}`).digest('hex'),
  objection: (object, record) => objectionIf(missing(required, object, record).map((name) => `${name} must be given`)[0]),
  normalize: (_object, fields) => eachText(fields, [...names, 'title'], (text) => text.trim().replaceAll(/\s+/g, ' ')),
  errorBody: (_status, words) => ({ success: false, error: words, error_info: 'Please check the developer documentation for more information.' }),
}
