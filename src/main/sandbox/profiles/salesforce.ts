/** Salesforce: ids that differ by case alone, required fields that it lists by its own names, and a quota that answers 403. */
import type { Profile } from './profile'
import { salesforceIds } from './ids'
import { americanPhone, badEmail, capitalized, eachMember, missing, objectionIf, type Required } from './rules'

const required: Required = {
  contact: { last_name: 'LastName' },
  company: { name: 'Name' },
  deal: { name: 'Name', stages: 'StageName', closing_at: 'CloseDate' },
  lead: { last_name: 'LastName', company_name: 'Company' },
}

export const salesforce: Profile = {
  name: 'salesforce',
  label: 'Salesforce',
  ids: {
    contact: salesforceIds('003'),
    company: salesforceIds('001'),
    deal: salesforceIds('006'),
    event: salesforceIds('00T'),
    lead: salesforceIds('00Q'),
    pipeline: salesforceIds('019'),
    employee: salesforceIds('005'),
    stage: salesforceIds('01J'),
  },
  traits: 'stamps=second,offset-cap=2000',
  lacks: [],
  // Sales processes are made in its setup alone.
  readOnly: ['pipeline'],
  lacksVerbs: ['PUT'],
  quota: { requests: 15_000, windowMs: 86_400_000, status: 403, words: 'REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.', saysWhen: false },
  slug: (slug) => `${capitalized(slug)}__c`,
  objection(object, record) {
    const lacking = missing(required, object, record)
    if (lacking.length > 0) return objectionIf(`REQUIRED_FIELD_MISSING: Required fields are missing: [${lacking.join(', ')}]`)
    const email = badEmail(record)
    return objectionIf(email === null ? null : `INVALID_EMAIL_ADDRESS: Email: invalid email address: ${email}`)
  },
  normalize: (_object, fields) => eachMember(fields, 'telephones', 'telephone', americanPhone),
  errorBody: (_status, words) => ({ message: words }),
}
