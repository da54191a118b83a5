/** HubSpot: lists made of a search index that lags, ten thousand records of it, activities as lists of their own by type. */
import { createHash } from 'node:crypto'
import { numbers } from './ids'
import type { Profile } from './profile'
import { badEmail, lowerCaseEmails, objectionIf } from './rules'

export const hubspot: Profile = {
  name: 'hubspot',
  label: 'HubSpot',
  ids: {
    contact: numbers(29_851_000_000n),
    company: numbers(8_114_000_000n),
    deal: numbers(13_907_000_000n),
    event: numbers(41_226_000_000n),
    lead: numbers(390_000_000_000n),
    pipeline: numbers(700_000n),
    employee: numbers(51_000_000n),
    stage: numbers(98_752_000n),
  },
  traits: 'late=5s,offset-cap=10000,list-needs=type:event',
  lacks: [],
  readOnly: [],
  lacksVerbs: ['PUT'],
  quota: { requests: 100, windowMs: 10_000, status: 429, words: 'You have reached your secondly limit.', saysWhen: false },
  slug: (slug) => slug,
  objection(_object, record) {
    const email = badEmail(record)
    return objectionIf(
      email === null
        ? null
        : `Property values were not valid: [{"isValid":false,"message":"Email address ${email} is invalid","error":"INVALID_EMAIL","name":"email"}]`,
    )
  },
  normalize: (_object, fields) => lowerCaseEmails(fields),
  errorBody: (status, words) => ({
    status: 'error',
    message: words,
    correlationId: createHash('sha256').update(words).digest('hex').slice(0, 32),
    ...(status === 429
      ? { errorType: 'RATE_LIMIT', policyName: 'SECONDLY' }
      : { category: status === 404 ? 'OBJECT_NOT_FOUND' : 'VALIDATION_ERROR' }),
  }),
}
