import { describe, expect, test } from 'vitest'
import { gridWindow, LONGEST_TRACK, scrollToShow } from '../../../src/renderer/screens/list/grid-window'

const place = { scrollTop: 0, viewport: 640, rowHeight: 32, count: 1000 }

describe('gridWindow', () => {
  test('draws the rows in view and a few round them, where they belong', () => {
    expect(gridWindow(place)).toEqual({ start: 0, end: 29, offset: 0, track: 32_000 })
    expect(gridWindow({ ...place, scrollTop: 3200 })).toEqual({ start: 92, end: 129, offset: 2944, track: 32_000 })
  })

  test('a list shorter than the view draws all of it and nothing else', () => {
    expect(gridWindow({ ...place, count: 3 })).toEqual({ start: 0, end: 3, offset: 0, track: 96 })
    expect(gridWindow({ ...place, count: 0 })).toMatchObject({ start: 0, end: 0, track: 0 })
  })

  test('a list that became shorter than where one was shows its end', () => {
    expect(gridWindow({ ...place, count: 100, scrollTop: 30_000 })).toMatchObject({ start: 72, end: 100 })
  })

  test('five million rows end at the end of a track that a browser can hold', () => {
    const many = { ...place, rowHeight: 40, count: 5_000_000 }
    const { track } = gridWindow(many)
    expect(track).toBe(LONGEST_TRACK)
    const atEnd = gridWindow({ ...many, scrollTop: track - many.viewport })
    expect(atEnd.end).toBe(5_000_000)
    // The last row ends where the track ends.
    expect(atEnd.offset + (atEnd.end - atEnd.start) * 40).toBeCloseTo(track, 3)
  })
})

describe('scrollToShow', () => {
  test('leaves a row alone that is in view', () => {
    expect(scrollToShow({ ...place, scrollTop: 320 }, 15)).toBe(320)
  })

  test('moves no further than it must, up or down', () => {
    expect(scrollToShow({ ...place, scrollTop: 320 }, 5)).toBe(160)
    expect(scrollToShow(place, 20)).toBe(32)
  })

  test('brings any row of five million into view', () => {
    const many = { ...place, rowHeight: 40, count: 5_000_000 }
    for (const index of [0, 1, 2_499_999, 4_999_998, 4_999_999]) {
      const scrollTop = scrollToShow(many, index)
      const { start, end } = gridWindow({ ...many, scrollTop })
      expect(start <= index && index < end, `row ${index}`).toBe(true)
    }
  })
})
