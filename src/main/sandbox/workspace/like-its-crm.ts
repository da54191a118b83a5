/** What is behind a connection, as the CRM that it was signed in to: with that CRM's ids, refusals, lists and quota, where there is a profile of it. */
import { createFaults, type Faults } from '../faults/faults'
import { parseFaults } from '../faults/spec'
import { type AppFetch, profileFetch } from '../profiles/profile-fetch'
import type { Profile } from '../profiles/profile'
import { profiles } from '../profiles/profiles'
import { createTranslator } from '../profiles/translate'
import { parseKey } from '../store/open'
import type { AccountData } from './account-data'

/** Where the gateway calls a CRM by another name than its profile. */
const names: Readonly<Record<string, string>> = { zohocrm: 'zoho', microsoftdynamics: 'dynamics365' }

export function profileOf(integrationType: string): Profile | null {
  return profiles.find(({ name }) => name === (names[integrationType] ?? integrationType)) ?? null
}

/** What was switched on counts before the traits of this make of CRM. */
export function withTraitsOf(profile: Profile, faults: Faults, random: () => number): Faults {
  const own = createFaults(random, parseFaults(profile.traits))
  return {
    ...faults,
    trait: (name, request) => faults.trait(name, request) ?? own.trait(name, request),
    lists: (name, request, item) => faults.lists(name, request, item) || own.lists(name, request, item),
  }
}

export function likeItsCrm(profile: Profile, { records, definitions }: Omit<AccountData, 'close'>, app: AppFetch, now: () => number): AppFetch {
  const eventType = (id: string): string | undefined => {
    const key = parseKey('event', id)
    const type = key === null ? undefined : records.find('event', key)?.document['type']
    return typeof type === 'string' ? type : undefined
  }
  return profileFetch({ profile, translator: createTranslator({ profile, definitions, eventType }), app, now })
}
