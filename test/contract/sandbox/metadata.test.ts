/**
 * Custom-field definitions, with the gateway's official SDK as judge: listed, made, read, changed and removed over a real socket,
 * and what becomes of the values that records hold.
 */
import { UnifiedTo } from '@unified-api/typescript-sdk'
import type { MetadataMetadata } from '@unified-api/typescript-sdk/sdk/models/shared'
import type { SDKError } from '@unified-api/typescript-sdk/sdk/models/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../../src/main/sandbox/server'

let sandbox: RunningSandbox
let sdk: UnifiedTo
let connectionId: string

beforeAll(async () => {
  sandbox = await startSandbox({ records: 'contact=12,company=3,deal=4', seed: 5 })
  sdk = new UnifiedTo({ serverURL: sandbox.url, security: { jwt: `Bearer ${sandbox.token}` } })
  connectionId = sandbox.connectionId
})
afterAll(() => sandbox.close())

const statusOf = (call: Promise<unknown>): Promise<number> =>
  call.then(
    () => 200,
    (error: unknown) => (error as SDKError).statusCode,
  )

const tier: MetadataMetadata = { name: 'Tier', slug: 'level', objectType: 'crm_contact', format: 'SINGLE_SELECT', options: ['Gold', 'Silver'] }

test('a definition is made, read, changed, listed by object type and removed', async () => {
  const made = await sdk.metadata.createMetadataMetadata({ connectionId, metadataMetadata: tier })
  const id = made.id ?? ''
  expect(made).toMatchObject({ ...tier, isRequired: false, originalFormat: 'enumeration' })
  expect(await sdk.metadata.getMetadataMetadata({ connectionId, id })).toEqual(made)

  const patched = await sdk.metadata.patchMetadataMetadata({
    connectionId,
    id,
    metadataMetadata: { name: 'Level', objectType: 'crm_contact', options: ['Gold', 'Silver', 'Bronze'] },
  })
  expect(patched).toMatchObject({ name: 'Level', slug: 'level', format: 'SINGLE_SELECT', options: ['Gold', 'Silver', 'Bronze'] })
  const replaced = await sdk.metadata.updateMetadataMetadata({
    connectionId,
    id,
    metadataMetadata: { name: 'Note', objectType: 'crm_contact', isRequired: true },
  })
  expect(replaced).toMatchObject({ name: 'Note', slug: 'level', format: 'TEXT', isRequired: true })
  expect(replaced.options).toBeUndefined()

  const listed = await sdk.metadata.listMetadataMetadatas({ connectionId, type: 'crm_contact' })
  expect(listed.map(({ slug }) => slug)).toEqual(['buying_role', 'birthday', 'newsletter', 'level'])
  await sdk.metadata.removeMetadataMetadata({ connectionId, id })
  expect(await statusOf(sdk.metadata.getMetadataMetadata({ connectionId, id }))).toBe(404)
  expect(await statusOf(sdk.metadata.removeMetadataMetadata({ connectionId, id }))).toBe(404)
})

test('what can’t be a definition is refused', async () => {
  const create = (metadataMetadata: Parameters<typeof sdk.metadata.createMetadataMetadata>[0]['metadataMetadata']) =>
    statusOf(sdk.metadata.createMetadataMetadata({ connectionId, metadataMetadata }))
  expect(await create({ name: '', objectType: 'crm_contact' })).toBe(400)
  expect(await create({ name: 'Kind', objectType: 'crm_contact', format: 'SINGLE_SELECT' })).toBe(400)
  expect(await create({ name: 'Kind', objectType: 'crm_contact', format: 'SELECT' as 'TEXT' })).toBe(400)
  expect(await create({ name: 'Birthday again', slug: 'birthday', objectType: 'crm_contact' })).toBe(409)
})

test('values are named by their definition, and go with it', async () => {
  const made = await sdk.metadata.createMetadataMetadata({ connectionId, metadataMetadata: { ...tier, slug: 'rank' } })
  const contact = await sdk.crm.createCrmContact({ connectionId, crmContact: { name: 'Zoë Ash', metadata: [{ slug: 'rank', value: 'Gold' }] } })
  expect(contact.metadata).toEqual([{ id: made.id, slug: 'rank', value: 'Gold', format: 'SINGLE_SELECT' }])
  await sdk.metadata.removeMetadataMetadata({ connectionId, id: made.id ?? '' })
  const after = await sdk.crm.getCrmContact({ connectionId, id: contact.id ?? '' })
  expect(after.metadata).toEqual([])
  expect(after.updatedAt).toEqual(contact.updatedAt)
})
