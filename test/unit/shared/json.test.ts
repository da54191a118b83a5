/** One text for one content: what hashes and comparisons rest on. */
import { test as property, fc } from '@fast-check/vitest'
import { expect } from 'vitest'
import { canonicalJson, isJsonObject, type Json } from '../../../src/shared/model/json'

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>

property.prop([json])('the order of keys says nothing', (value) => {
  expect(canonicalJson(turnedRound(value))).toBe(canonicalJson(value))
})

property.prop([json])('it is JSON, and says the same', (value) => {
  expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
})

property.prop([json, json])('two contents have one text only where they are the same', (a, b) => {
  const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
  expect(canonicalJson(a) === canonicalJson(b)).toBe(same)
})

/** The same, every object's keys in the opposite order. */
function turnedRound(value: Json): Json {
  if (Array.isArray(value)) return value.map(turnedRound)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, member === undefined ? member : turnedRound(member)]),
  )
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isJsonObject(value)) return value
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { keys: members.map(([key]) => key), values: members.map(([, member]) => (member === undefined ? null : sorted(member))) }
}
