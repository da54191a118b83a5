/** Close: ids with prefixes, no leads beside companies, a contact that must stand below a company, lists without filter or order. */
import { prefixed } from './ids'
import type { Profile } from './profile'
import { digitsOnly, eachMember, missing, numberOf, objectionIf, type Required } from './rules'

const required: Required = { contact: { company_ids: 'lead_id' }, deal: { company_ids: 'lead_id', stages: 'status_id' } }

export const close: Profile = {
  name: 'close',
  label: 'Close',
  ids: {
    contact: prefixed('cont'),
    company: prefixed('lead'),
    deal: prefixed('oppo'),
    event: prefixed('acti'),
    lead: prefixed('none'),
    pipeline: prefixed('pipe'),
    employee: prefixed('user'),
    stage: prefixed('stat'),
  },
  traits: 'ignore=updated_gte+sort:contact+company,offset-cap=100000',
  lacks: ['lead'],
  readOnly: ['pipeline'],
  lacksVerbs: ['PATCH'],
  quota: { requests: 60, windowMs: 1_000, status: 429, words: 'API call count exceeded for this 1 second window', saysWhen: true },
  slug: (slug) => prefixed('cf').encode(String(1 + numberOf(slug, 9_000_000))),
  objection: (object, record) => objectionIf(missing(required, object, record).map((name) => `${name}: This field is required.`)[0]),
  normalize: (_object, fields) => eachMember(fields, 'telephones', 'telephone', digitsOnly),
  errorBody: (status, words) =>
    status === 400 && words.includes(': ')
      ? { errors: [], 'field-errors': { [words.split(': ')[0] ?? '']: words.split(': ')[1] ?? '' }, error: words }
      : { error: words },
}
