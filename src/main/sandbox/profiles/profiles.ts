/** The CRMs that the sandbox can be like, by the name that `--profile` takes. */
import { fail, preview } from '../../../shared/failure'
import { close } from './close'
import { copper } from './copper'
import { dynamics365 } from './dynamics-365'
import { freshsales } from './freshsales'
import { hubspot } from './hubspot'
import { insightly } from './insightly'
import { pipedrive } from './pipedrive'
import type { Profile } from './profile'
import { salesforce } from './salesforce'
import { zoho } from './zoho'

export const profiles: readonly Profile[] = [salesforce, hubspot, pipedrive, zoho, dynamics365, copper, close, freshsales, insightly]

export function requireProfile(name: string): Profile {
  const found = profiles.find((profile) => profile.name === name)
  return (
    found ?? fail({ kind: 'bad-input', where: '--profile', expected: `one of ${profiles.map((each) => each.name).join(', ')}`, got: preview(name) })
  )
}
