/** What `--records` and `--faults` take, and what they answer to anything else. */
import { describe, expect, test } from 'vitest'
import { createSandbox } from '../../../src/main/sandbox/sandbox'
import { countsFor, parseCounts, totalOf } from '../../../src/main/sandbox/counts'
import { parseDuration, parseFaults, printFaults } from '../../../src/main/sandbox/faults/spec'

describe('--records', () => {
  test.each([0, 1, 3, 10, 2_000, 1_000_000])('%i in all is shared out to the last one', (total) => {
    expect(totalOf(countsFor(total))).toBe(total)
  })

  test('type by type, what is not named is left out, and deals bring their pipelines', () => {
    expect(parseCounts('contact=5, deal=2')).toEqual({ contact: 5, company: 0, deal: 2, event: 0, lead: 0, pipeline: 3 })
  })

  test.each(['many', '-1', '1.5', 'contact', 'contact=', 'employee=3', 'contact=5;deal=2', '99999999999'])('%s is refused', (text) => {
    expect(() => parseCounts(text)).toThrow('--records')
  })

  test.each(['contact=9', 'event=40', 'lead=5,event=20', 'deal=4', 'company=3', 'contact=3,event=30,pipeline=0', '0'])(
    'data of %s alone is whole',
    (records) => {
      const sandbox = createSandbox({ records, store: ':memory:' })
      const counts = parseCounts(records)
      for (const object of ['contact', 'company', 'deal', 'event', 'lead', 'pipeline'] as const) {
        const all = sandbox.controls.all(object)
        expect(all).toHaveLength(counts[object])
        expect(JSON.stringify(all)).not.toMatch(/undefined|null|NaN|%[pnc]/)
      }
      sandbox.close()
    },
  )
})

describe('--faults', () => {
  test('a rule says what, how much of it, how often and where', () => {
    expect(parseFaults(' 429=10s:5%:3x:GET+PUT:contact+deal , unstable-ties')).toEqual([
      { fault: '429', value: '10s', probability: 0.05, times: 3, methods: ['GET', 'PUT'], objects: ['contact', 'deal'] },
      { fault: 'unstable-ties', value: '', probability: 1, times: null, methods: [], objects: [] },
    ])
  })

  test.each(['429=10s:5%:3x:GET+PUT:contact+deal,unstable-ties', 'latency=50-300:0.5%', 'clock=-2h,late=30s:lead', ''])(
    '%j can be said again from what it meant',
    (spec) => {
      expect(printFaults(parseFaults(spec))).toBe(spec)
    },
  )

  test.each([
    'earthquake',
    '200',
    'latency',
    'latency=fast',
    'reset-after=3',
    '500:often',
    '500:150%',
    'equal-stamps',
    'ignore',
    'clock=2',
    'page-cap=0',
  ])('%s is refused', (spec) => {
    expect(() => parseFaults(spec)).toThrow('faults')
  })

  test('times are read with their unit', () => {
    expect(['1500ms', '+90s', '-2h', '3d', '5'].map(parseDuration)).toEqual([1_500, 90_000, -7_200_000, 259_200_000, null])
  })
})
