import { describe, expect, test } from 'vitest'
import { allKeyCaps, isPlainStroke, type KeyGroup, keyCapText, keys, keyShortcuts, type KeyName, strokeOf } from '../../../src/renderer/keys'
import { messages } from '../../../src/renderer/messages'

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
})

describe('the table of keys', () => {
  test('no two keys of one group share a stroke', () => {
    const seen = new Map<string, KeyName>()
    for (const name of Object.keys(keys) as KeyName[]) {
      for (const stroke of keys[name].strokes) {
        const place = `${keys[name].group} ${stroke}`
        expect(seen.get(place), `${name} and ${seen.get(place) ?? ''} are both ${place}`).toBeUndefined()
        seen.set(place, name)
      }
    }
  })

  test('no screen takes a key that works anywhere', () => {
    const anywhere = new Set<string>(named('anywhere').flatMap((name) => keys[name].strokes))
    const others = (Object.keys(keys) as KeyName[]).filter((name) => keys[name].group !== 'anywhere')
    expect(others.flatMap((name) => keys[name].strokes).filter((stroke) => anywhere.has(stroke))).toEqual([])
  })

  test('every key is named in the sheet', () => {
    expect((Object.keys(keys) as KeyName[]).filter((name) => !(`keys.${name}` in messages))).toEqual([])
  })

  test('⌘ is Ctrl off the Mac, in presses, caps and for screen readers', () => {
    expect(strokeOf(press('k', { metaKey: true }), true)).toBe('Mod+k')
    expect(strokeOf(press('K', { ctrlKey: true }), false)).toBe('Mod+k')
    expect(strokeOf(press('k', { ctrlKey: true }), true)).toBe('Control+k')
    expect([keyCapText('palette', true), keyCapText('palette', false)]).toEqual(['⌘K', 'Ctrl+K'])
    expect([keyShortcuts('palette', true), keyShortcuts('palette', false)]).toEqual(['Meta+k', 'Control+k'])
    expect(allKeyCaps('undo', false)).toEqual(['Ctrl+Z', 'Z'])
  })

  test('Shift counts with letters and named keys, not where it only makes another character', () => {
    expect(strokeOf(press('P', { shiftKey: true }))).toBe('Shift+p')
    expect(strokeOf(press('ArrowDown', { shiftKey: true }))).toBe('Shift+ArrowDown')
    expect(strokeOf(press('?', { shiftKey: true }))).toBe('?')
  })

  test('a stroke that typing text needs is told from one with a modifier', () => {
    expect(['x', 'Shift+p', 'Enter', '/'].every(isPlainStroke)).toBe(true)
    expect(['Mod+z', 'Alt+ArrowLeft', 'Control+k'].some(isPlainStroke)).toBe(false)
  })
})

function named(group: KeyGroup): readonly KeyName[] {
  return (Object.keys(keys) as KeyName[]).filter((name) => keys[name].group === group)
}
