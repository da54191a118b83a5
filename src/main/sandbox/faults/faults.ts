/**
 * The faults that are switched on, and whether one strikes now.
 *
 * Two sorts: a *strike* hits single requests, by chance or for a number of times; a *trait* is how this CRM is, as long as
 * its rule stands, for the object types that it names.
 */
import type { SandboxObject } from '../catalogue'
import { type FaultName, type FaultRule, parseDuration, printFaults } from './spec'

export interface Request {
  readonly method: string
  /** Null: a request that is about no object type, such as the list of connections. */
  readonly object: SandboxObject | null
}

export interface Faults {
  readonly rules: readonly FaultRule[]
  readonly spec: string
  set(rules: readonly FaultRule[]): void
  /** The first rule of that name that strikes this request; one of its times is spent. */
  strike(name: FaultName, request: Request): FaultRule | null
  /** The error status that strikes this request, if any. */
  strikeStatus(request: Request): { readonly status: number; readonly value: string } | null
  /** The value of a trait, null where it does not hold. */
  trait(name: FaultName, request: Request): string | null
  /** Whether a trait that lists things lists this one. */
  lists(name: FaultName, request: Request, item: string): boolean
  /** How far off the CRM's clock is, in milliseconds. */
  readonly clockSkew: number
}

/** `random` answers from 0 up to, not including, 1. `standing`: traits of this make of CRM, which stay whatever else is set. */
export function createFaults(random: () => number, standing: readonly FaultRule[] = []): Faults {
  let rules: FaultRule[] = []
  let skew = 0

  function matches(rule: FaultRule, { method, object }: Request): boolean {
    const methods = rule.methods as readonly string[]
    return (methods.length === 0 || methods.includes(method)) && (rule.objects.length === 0 || (object !== null && rule.objects.includes(object)))
  }

  function strikes(rule: FaultRule, request: Request): boolean {
    if (!matches(rule, request) || rule.times === 0) return false
    if (rule.probability < 1 && random() >= rule.probability) return false
    if (rule.times !== null) rule.times -= 1
    return true
  }

  // What was set comes first: a test may want another form of a trait than the CRM's own.
  const traits = (): readonly FaultRule[] => [...rules, ...standing]
  const trait: Faults['trait'] = (name, request) => traits().find((rule) => rule.fault === name && matches(rule, request))?.value ?? null

  return {
    get rules() {
      return rules
    },
    get spec() {
      return printFaults(rules)
    },
    set(next) {
      rules = next.map((rule) => ({ ...rule }))
      skew = parseDuration(rules.find((rule) => rule.fault === 'clock')?.value ?? '') ?? 0
    },
    strike: (name, request) => rules.find((rule) => rule.fault === name && strikes(rule, request)) ?? null,
    strikeStatus(request) {
      const rule = rules.find(({ fault }, index) => /^[45]\d\d$/.test(fault) && strikes(rules[index] as FaultRule, request))
      return rule ? { status: Number(rule.fault), value: rule.value } : null
    },
    trait,
    lists: (name, request, item) => traits().some((rule) => rule.fault === name && matches(rule, request) && rule.value.split('+').includes(item)),
    get clockSkew() {
      return skew
    },
  }
}
