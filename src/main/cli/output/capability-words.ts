/** What a CRM turned out to do, as `status --capabilities` tells it: a row a point for people, an object a type for programs. */
import { type Capability, capabilityLegends, type ObjectCapabilities } from '../../../shared/sync/capability'
import type { ObjectSupport } from '../../../shared/sync/support'
import { supportJson } from './support-words'
import { isoTime } from './shapes'

export interface ConnectionCapabilities {
  readonly name: string
  readonly objects: readonly ObjectCapabilities[]
  /** What it says of itself, whatever it turned out to do. */
  readonly support: readonly ObjectSupport[]
}

export function capabilityRows({ objects }: ConnectionCapabilities): string[][] {
  return objects.flatMap(({ object, capabilities }) =>
    capabilities.map((each) => [object, capabilityLegends[each.name].title, valueInWords(each), each.evidence, isoTime(each.at) ?? '']),
  )
}

export function capabilitiesJson(connections: readonly ConnectionCapabilities[]) {
  return {
    connections: connections.map(({ name, objects, support }) => ({
      name,
      support: supportJson(support),
      capabilities: objects.flatMap(({ object, capabilities }) =>
        capabilities.map(({ name: capability, value, evidence, at }) => ({ object, capability, value, evidence, at: isoTime(at) })),
      ),
    })),
  }
}

function valueInWords({ name, value }: Capability): string {
  if (value === null) return 'unknown'
  if (typeof value === 'boolean') return capabilityLegends[name].unit === 'yes-no' ? (value ? 'yes' : 'no') : 'none seen'
  return capabilityLegends[name].unit === 'milliseconds' ? `${value} ms` : String(value)
}
