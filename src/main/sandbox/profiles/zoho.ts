/** Zoho CRM: ids beyond what a JavaScript number holds, two thousand records by page, activities by module, refusals as codes. */
import { numbers } from './ids'
import type { Profile } from './profile'
import { badEmail, capitalized, eachMember, missing, objectionIf, type Required } from './rules'

const required: Required = {
  contact: { last_name: 'Last_Name' },
  company: { name: 'Account_Name' },
  deal: { name: 'Deal_Name', stages: 'Stage' },
  lead: { last_name: 'Last_Name' },
}

export const zoho: Profile = {
  name: 'zoho',
  label: 'Zoho CRM',
  ids: {
    contact: numbers(4_876_876_000_000_000_000n),
    company: numbers(4_876_876_000_001_000_000n),
    deal: numbers(4_876_876_000_002_000_000n),
    event: numbers(4_876_876_000_003_000_000n),
    lead: numbers(4_876_876_000_004_000_000n),
    pipeline: numbers(4_876_876_000_005_000_000n),
    employee: numbers(4_876_876_000_006_000_000n),
    stage: numbers(4_876_876_000_007_000_000n),
  },
  traits: 'stamps=second,offset-cap=2000,late=2s,list-needs=type:event',
  lacks: [],
  readOnly: ['pipeline'],
  lacksVerbs: [],
  quota: { requests: 50, windowMs: 1_000, status: 429, words: 'TOO_MANY_REQUESTS: You have made too many requests', saysWhen: true },
  slug: capitalized,
  objection(object, record) {
    const [lacking] = missing(required, object, record)
    if (lacking !== undefined) return objectionIf(`MANDATORY_NOT_FOUND: required field not found (${lacking})`)
    return objectionIf(badEmail(record) === null ? null : 'INVALID_DATA: invalid data (Email)')
  },
  // Thirty characters are all that its telephone field holds.
  normalize: (_object, fields) => eachMember(fields, 'telephones', 'telephone', (text) => text.trim().slice(0, 30)),
  errorBody: (_status, words) => ({ code: words.split(':')[0] ?? '', details: {}, message: words, status: 'error' }),
}
