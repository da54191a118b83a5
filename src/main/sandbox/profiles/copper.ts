/** Copper: one range of numbers for all types, activities that can't be asked for by time, stamps in whole seconds. */
import { numbers } from './ids'
import type { Profile } from './profile'
import { badEmail, lowerCaseEmails, missing, numberOf, objectionIf, type Required } from './rules'

const required: Required = { contact: { name: 'Name' }, company: { name: 'Name' }, deal: { name: 'Name' }, lead: { name: 'Name' } }
/** Contact, company and deal of one number are three records. */
const shared = numbers(27_140_000n)

export const copper: Profile = {
  name: 'copper',
  label: 'Copper',
  ids: { contact: shared, company: shared, deal: shared, event: shared, lead: shared, pipeline: shared, employee: shared, stage: numbers(512_000n) },
  traits: 'stamps=second,ignore=updated_gte+sort:event,offset-cap=100000',
  lacks: [],
  readOnly: ['pipeline'],
  lacksVerbs: ['PATCH'],
  quota: { requests: 180, windowMs: 60_000, status: 429, words: 'Too many requests', saysWhen: false },
  slug: (slug) => String(600_000 + numberOf(slug, 90_000)),
  objection(object, record) {
    const [lacking] = missing(required, object, record)
    if (lacking !== undefined) return objectionIf(`Invalid input: Validation errors: ${lacking}: can't be blank`, 422)
    return objectionIf(badEmail(record) === null ? null : 'Invalid input: Validation errors: Emails: is invalid', 422)
  },
  normalize: (_object, fields) => lowerCaseEmails(fields),
  errorBody: (status, words) => ({ success: false, status, message: words }),
}
