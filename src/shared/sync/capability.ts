/**
 * What a CRM turned out to do with one type of record: each point with what was seen, so that a person can judge it.
 *
 * Nothing is taken as given. A point is learned from ordinary traffic where that shows it, and from a few cheap reads after the
 * first pull where it doesn't; never from a write made to find out. What nothing has shown is unknown, which is not "no".
 */
import type { Instant } from '../model/ids'
import type { ObjectType } from '../model/object-type'

/** `whyUnknown` is what a person reads as long as nothing has shown it. */
interface Legend {
  readonly title: string
  readonly unit: 'yes-no' | 'milliseconds' | 'rows'
  readonly whyUnknown: string
}

const notTold = 'no answer has told them apart yet'

export const capabilityLegends = {
  'sort-updated-at': { title: 'sorts by updated_at', unit: 'yes-no', whyUnknown: `two records with different stamps are needed; ${notTold}` },
  'sort-created-at': { title: 'sorts by created_at', unit: 'yes-no', whyUnknown: `two records with different stamps are needed; ${notTold}` },
  'stable-ties-updated-at': {
    title: 'equal updated_at keep their order',
    unit: 'yes-no',
    whyUnknown: 'no two records with one stamp have come twice',
  },
  'stable-ties-created-at': {
    title: 'equal created_at keep their order',
    unit: 'yes-no',
    whyUnknown: 'no two records with one stamp have come twice',
  },
  'accepts-sort': { title: 'takes the sort parameter', unit: 'yes-no', whyUnknown: 'not asked yet' },
  'accepts-updated-gte': { title: 'takes the updated_gte parameter', unit: 'yes-no', whyUnknown: 'not asked yet' },
  'accepts-fields': { title: 'takes the fields parameter', unit: 'yes-no', whyUnknown: 'not asked yet' },
  'updated-gte': { title: 'filters by updated_gte', unit: 'yes-no', whyUnknown: `no question had older records to leave out; ${notTold}` },
  'updated-gte-inclusive': { title: 'updated_gte includes the bound', unit: 'yes-no', whyUnknown: 'no bound has met a stamp exactly' },
  'updated-gte-precision': { title: 'updated_gte precision', unit: 'milliseconds', whyUnknown: 'no answer lay close enough to a bound' },
  fields: { title: 'honours fields', unit: 'yes-no', whyUnknown: 'not asked yet' },
  'offset-cap': { title: 'no records behind offset', unit: 'rows', whyUnknown: 'no large offset was asked for yet' },
  'page-size': { title: 'most records a page', unit: 'rows', whyUnknown: 'no page has come full' },
  'stamp-precision': { title: 'stamp precision', unit: 'milliseconds', whyUnknown: 'too few stamps to tell' },
  'read-by-id': { title: 'reads one record by id', unit: 'yes-no', whyUnknown: 'not asked yet' },
  'list-needs-type': { title: 'lists events by type only', unit: 'yes-no', whyUnknown: 'the list has answered without one' },
  put: { title: 'replaces a whole record (PUT)', unit: 'yes-no', whyUnknown: 'no push was refused for being one' },
  patch: {
    title: 'updates a part (PATCH)',
    unit: 'yes-no',
    whyUnknown: 'never asked: changes go as whole records where the CRM takes those, and nothing is written to find out',
  },
  'thin-answers': { title: 'answers a write with less than the record', unit: 'yes-no', whyUnknown: 'nothing was pushed yet' },
  'list-lag': { title: 'lists lag behind a write', unit: 'milliseconds', whyUnknown: 'no list has been read right after a push' },
  'clock-skew': { title: 'stamps ahead of the Date header', unit: 'milliseconds', whyUnknown: 'nothing was pushed yet' },
  'list-not-complete': { title: 'lists leave records out', unit: 'yes-no', whyUnknown: 'no comparison has found one that does' },
} as const satisfies Record<string, Legend>

export type CapabilityName = keyof typeof capabilityLegends
export const capabilityNames = Object.keys(capabilityLegends) as readonly CapabilityName[]

export interface Capability {
  readonly name: CapabilityName
  /** A number where the legend's unit is one; `false` there says that none was found. Null: unknown. */
  readonly value: boolean | number | null
  /** What was asked and what came; for the unknown, why. */
  readonly evidence: string
  readonly at: Instant | null
}

/** One point that an answer has shown. */
export interface CapabilityFinding {
  readonly name: CapabilityName
  readonly value: boolean | number
  readonly evidence: string
  /** Seen so often that it counts for more than a single sight of the contrary. */
  readonly overturns?: boolean
}

/** All points of one type, the unknown ones too, in the order of the legends. */
export interface ObjectCapabilities {
  readonly object: ObjectType
  readonly capabilities: readonly Capability[]
}

/** After so long a finding is looked at again: CRMs and their settings change. */
export const CAPABILITY_AGE_MS = 7 * 86_400_000
