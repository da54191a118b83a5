/**
 * The little language of `--faults`.
 *
 *     latency=50-300, 429=2s:5%, reset-after:1x:POST:contact, ignore=sort+updated_gte, offset-cap=10000
 *     ╰─ name ─╯╰ value ╯       ╰ share ╯  ╰ how often, on which method and object type ╯
 *
 * Rules are separated by commas; what follows a colon narrows a rule: `5%` of the requests, `3x` and no more, methods and
 * object types joined by `+`. The same rules travel as JSON through `/_sandbox/faults`.
 */
import { z } from 'zod'
import { fail, preview } from '../../../shared/failure'
import { sandboxObjects } from '../catalogue'
import { hookFaultValues } from './hook-faults'

/** Every fault, with what its value looks like. The text is what a wrong value is answered with. */
const faultValues = {
  latency: [/^\d{1,6}(-\d{1,6})?$/, 'milliseconds, as 200 or 50-300'],
  'reset-before': [/^$/, 'no value'],
  'reset-after': [/^$/, 'no value'],
  truncated: [/^$/, 'no value'],
  malformed: [/^$/, 'no value'],
  html: [/^$/, 'no value'],
  empty: [/^$/, 'no value'],
  'unreadable-record': [/^$/, 'no value'],
  'edit-between-pages': [/^\d{0,3}$/, 'how many records'],
  'delete-between-pages': [/^\d{0,3}$/, 'how many records'],
  'equal-stamps': [/^\d{1,8}$/, 'how many records'],
  'unstable-ties': [/^$/, 'no value'],
  'unstable-order': [/^$/, 'no value'],
  clock: [/^[+-]?\d{1,8}(ms|s|m|h|d)$/, 'a time, as +90s or -2h'],
  late: [/^\d{1,8}(ms|s|m|h)$/, 'a time, as 30s'],
  ignore: [/^[a-z_]+(\+[a-z_]+)*$/, 'parameters of a list joined by +'],
  refuse: [/^[a-z_]+(\+[a-z_]+)*$/, 'parameters of a list joined by +'],
  'list-needs': [/^[a-z_]+(-silent)?$/, 'a parameter, with -silent for an empty list instead of an error'],
  'offset-cap': [/^\d{1,8}(-silent)?$/, 'a number of records, with -silent for an empty page instead of an error'],
  'page-cap': [/^[1-9]\d?$/, 'the most records a page holds'],
  stamps: [/^(second|minute|none)$/, 'second, minute or none'],
  normalize: [/^(phone|email|text)(\+(phone|email|text))*$/, 'phone, email, text, joined by +'],
  slow: [/^[a-z_]+(\+[a-z_]+)*$/, 'fields of a record joined by +'],
  'put-keeps': [/^$/, 'no value'],
  'thin-answers': [/^$/, 'no value'],
  'sign-in': [
    /^(no-redirect|lost-state|wrong-state|connection-id|failure-state|expired|like-its-crm)(\+(no-redirect|lost-state|wrong-state|connection-id|failure-state|expired|like-its-crm))*$/,
    'no-redirect, lost-state, wrong-state, connection-id, failure-state, expired, like-its-crm, joined by +',
  ],
  ...hookFaultValues,
} as const satisfies Record<string, readonly [RegExp, string]>

/** An error status is a fault by its number: `503`, `429=10s`, `422=Name is taken`. */
const statusValue = [/^[^,:]*$/, 'a Retry-After as 10s or 10s-date, or the words of the message'] as const

export type FaultName = keyof typeof faultValues | `${number}`

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export const faultRule = z
  .strictObject({
    fault: z.string(),
    value: z.string().default(''),
    /** The share of matching requests that it strikes. */
    probability: z.number().min(0).max(1).default(1),
    /** How often in all; null: without end. */
    times: z.number().int().min(0).nullable().default(null),
    /** Empty: all. */
    methods: z.array(z.enum(methods)).default([]),
    objects: z.array(z.enum(sandboxObjects as [string, ...string[]])).default([]),
  })
  .superRefine((rule, context) => {
    const expected = valueOf(rule.fault)
    if (!expected) context.addIssue({ code: 'custom', message: `one of ${Object.keys(faultValues).join(', ')} or an error status as 503` })
    else if (!expected[0].test(rule.value)) context.addIssue({ code: 'custom', message: `${rule.fault} with ${expected[1]}` })
  })

export type FaultRule = z.output<typeof faultRule>

function valueOf(fault: string): readonly [RegExp, string] | null {
  if (/^[45]\d\d$/.test(fault)) return statusValue
  return Object.hasOwn(faultValues, fault) ? faultValues[fault as keyof typeof faultValues] : null
}

export function parseFaults(spec: string): readonly FaultRule[] {
  return spec
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'none')
    .map(parseRule)
}

function parseRule(text: string): FaultRule {
  const [head = '', ...modifiers] = text.split(':').map((part) => part.trim())
  const equals = head.indexOf('=')
  const fault = equals < 0 ? head : head.slice(0, equals)
  const rule: Record<string, unknown> = { fault, value: equals < 0 ? '' : head.slice(equals + 1) }
  for (const modifier of modifiers) Object.assign(rule, parseModifier(modifier, text))
  const parsed = faultRule.safeParse(rule)
  if (parsed.success) return parsed.data
  return fail({ kind: 'bad-input', where: 'faults', expected: parsed.error.issues.map((issue) => issue.message).join('; '), got: preview(text) })
}

function parseModifier(modifier: string, whole: string): Partial<FaultRule> {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(modifier)
  if (share) return { probability: Number(share[1]) / 100 }
  const times = /^(\d+)x$/.exec(modifier)
  if (times) return { times: Number(times[1]) }
  const names = modifier.split('+')
  if (names.every((name) => (methods as readonly string[]).includes(name))) return { methods: names as FaultRule['methods'] }
  if (names.every((name) => (sandboxObjects as readonly string[]).includes(name))) return { objects: names }
  return fail({
    kind: 'bad-input',
    where: 'faults',
    expected: `5%, 3x, ${methods.join('+')} or ${sandboxObjects.join('+')} after a colon`,
    got: preview(whole),
  })
}

/** The same rules as text: what was said can be said again. */
export function printFaults(rules: readonly FaultRule[]): string {
  return rules
    .map(({ fault, value, probability, times, methods: on, objects }) =>
      [
        value === '' ? fault : `${fault}=${value}`,
        ...(probability < 1 ? [`${Number((probability * 100).toFixed(4))}%`] : []),
        ...(times === null ? [] : [`${times}x`]),
        ...(on.length > 0 ? [on.join('+')] : []),
        ...(objects.length > 0 ? [objects.join('+')] : []),
      ].join(':'),
    )
    .join(',')
}

const durationUnits = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `90s`, `-2h`, `+150ms` in milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const match = /^([+-]?\d+)(ms|s|m|h|d)$/.exec(text)
  return match ? Number(match[1]) * durationUnits[match[2] as keyof typeof durationUnits] : null
}
