/** Microsoft Dynamics 365: GUIDs, partial updates alone, and errors with a hexadecimal code. */
import { guids } from './ids'
import type { Profile } from './profile'
import { missing, objectionIf, type Required } from './rules'

const required: Required = {
  contact: { last_name: 'lastname' },
  company: { name: 'name' },
  deal: { name: 'name' },
  lead: { last_name: 'lastname', company_name: 'companyname' },
}

export const dynamics365: Profile = {
  name: 'dynamics365',
  label: 'Microsoft Dynamics 365',
  ids: {
    contact: guids('a1c0'),
    company: guids('a1c1'),
    deal: guids('a1c2'),
    event: guids('a1c3'),
    lead: guids('a1c4'),
    pipeline: guids('a1c5'),
    employee: guids('a1c6'),
    stage: guids('a1c7'),
  },
  traits: 'stamps=second,put-keeps,list-needs=type-silent:event',
  lacks: [],
  readOnly: ['pipeline'],
  lacksVerbs: ['PUT'],
  quota: {
    requests: 6_000,
    windowMs: 300_000,
    status: 429,
    words: 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
    saysWhen: true,
  },
  slug: (slug) => `new_${slug.replaceAll('_', '')}`,
  objection: (object, record) =>
    objectionIf(missing(required, object, record).map((name) => `Attribute '${name}' cannot be NULL or empty: a value is required.`)[0]),
  // Line ends come back as Windows writes them.
  normalize: (_object, fields) =>
    typeof fields['description'] === 'string' ? { ...fields, description: fields['description'].replaceAll(/\r?\n/g, '\r\n') } : fields,
  errorBody: (status, words) => ({ error: { code: status === 429 ? '0x80072322' : '0x80040265', message: words } }),
}
