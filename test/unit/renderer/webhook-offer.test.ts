/** The dialog for new webhooks offers what may be told, and nothing that is known not to be. */
import { expect, test } from 'vitest'
import { webhookOffer } from '../../../src/renderer/screens/sync/webhooks/webhook-offer'
import { objectTypes } from '../../../src/shared/model/object-type'
import type { ObjectSupport } from '../../../src/shared/sync/support'

const saying = (object: ObjectSupport['object'], told: ObjectSupport['told']): ObjectSupport => ({
  object,
  methods: {},
  reads: null,
  writes: null,
  listOptions: {},
  slow: [],
  told,
})

test('a CRM that says nothing is offered everything', () => {
  expect(webhookOffer([], new Set(['contact']))).toEqual({
    objects: objectTypes,
    events: ['created', 'updated', 'deleted'],
    kinds: ['native', 'virtual'],
  })
})

test('a type that is never told of goes, and of the chosen ones only what one of them is told of stays', () => {
  const support = [saying('contact', { created: ['virtual'] }), saying('deal', { updated: ['native'] }), saying('lead', {})]
  const offered = (...chosen: string[]) => webhookOffer(support, new Set(chosen))
  expect(offered('contact').objects).not.toContain('lead')
  expect(offered('contact')).toMatchObject({ events: ['created'], kinds: ['virtual'] })
  expect(offered('contact', 'deal', 'lead')).toMatchObject({ events: ['created', 'updated'], kinds: ['native', 'virtual'] })
  expect(offered('contact', 'company')).toMatchObject({ events: ['created', 'updated', 'deleted'] })
})
