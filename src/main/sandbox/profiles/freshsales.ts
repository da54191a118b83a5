/** Freshsales: short pages that are no end, lists that lag, activities by type, answers that say little, a thousand calls an hour. */
import { byType, numbers } from './ids'
import type { Profile } from './profile'
import { badEmail, digitsOnly, eachMember, missing, objectionIf, type Required } from './rules'

const required: Required = {
  contact: { emails: 'emails' },
  company: { name: 'name' },
  deal: { name: 'name' },
  lead: { last_name: 'last_name' },
}
const own = numbers(70_014_000_000n)

export const freshsales: Profile = {
  name: 'freshsales',
  label: 'Freshsales',
  ids: { contact: own, company: own, deal: own, event: byType(own), lead: own, pipeline: own, employee: own, stage: numbers(70_000_400_000n) },
  traits: 'stamps=second,page-cap=25,late=10s,thin-answers,list-needs=type-silent:event',
  lacks: [],
  readOnly: ['pipeline'],
  lacksVerbs: [],
  quota: { requests: 1_000, windowMs: 3_600_000, status: 429, words: 'You have exceeded the limit of requests per hour', saysWhen: true },
  slug: (slug) => `cf_${slug}`,
  objection(object, record) {
    const [lacking] = missing(required, object, record)
    if (lacking !== undefined) return objectionIf(`Please specify unique ${object}'s ${lacking}`)
    const email = badEmail(record)
    return objectionIf(email === null ? null : `Validation failed: Email ${email} is not valid`)
  },
  normalize: (_object, fields) => eachMember(fields, 'telephones', 'telephone', digitsOnly),
  errorBody: (status, words) => ({ errors: { code: status, message: [words] }, message: words }),
}
