/** Insightly: no order and no filter on its lists, stamps in whole seconds, whole records alone, errors as bare text. */
import { byType, numbers } from './ids'
import type { Profile } from './profile'
import { eachText, missing, names, objectionIf, type Required } from './rules'

const required: Required = {
  contact: { first_name: 'FIRST_NAME' },
  company: { name: 'ORGANISATION_NAME' },
  deal: { name: 'OPPORTUNITY_NAME' },
  lead: { last_name: 'LAST_NAME' },
}
const own = numbers(342_000_000n)

export const insightly: Profile = {
  name: 'insightly',
  label: 'Insightly',
  ids: {
    contact: own,
    company: own,
    deal: own,
    event: byType(own),
    lead: own,
    pipeline: own,
    employee: numbers(2_100_000n),
    stage: numbers(4_410_000n),
  },
  traits: 'stamps=second,ignore=sort+updated_gte+order',
  lacks: [],
  readOnly: ['pipeline'],
  lacksVerbs: ['PATCH'],
  quota: { requests: 10, windowMs: 1_000, status: 429, words: 'Rate limit exceeded', saysWhen: false },
  slug: (slug) => `${slug.toUpperCase()}__c`,
  objection: (object, record) => objectionIf(missing(required, object, record).map((name) => `The ${name} field is required.`)[0]),
  normalize: (_object, fields) => eachText(fields, [...names, 'title'], (text) => text.trim()),
  errorBody: (_status, words) => words,
}
