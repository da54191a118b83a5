/** What one connection has of its own is laid over what holds for all, and can be taken back. */
import { expect, test } from 'vitest'
import type { ConnectionId } from '../../../src/shared/model/ids'
import { applySettingsPatch, defaultSettings, intervalSecondsOf, settingsPatchSchema, settingsSchema } from '../../../src/shared/settings'

const acme = 'unified-acme' as ConnectionId
const bolt = 'unified-bolt' as ConnectionId

test('a connection is asked at its own interval, and at that of the rest once it has none', () => {
  const own = applySettingsPatch(defaultSettings, { sync: { connections: { [acme]: 900 } } })
  const faster = applySettingsPatch(own, { sync: { intervalSeconds: 30 } })
  expect([intervalSecondsOf(faster.sync, acme), intervalSecondsOf(faster.sync, bolt)]).toEqual([900, 30])
  const back = applySettingsPatch(faster, { sync: { connections: { [acme]: null } } })
  expect([intervalSecondsOf(back.sync, acme), back.sync.connections]).toEqual([30, {}])
})

test('colours are one connection’s, and other appearance leaves them alone', () => {
  const chosen = applySettingsPatch(defaultSettings, { appearance: { colours: { [acme]: 'green', [bolt]: 'pink' } } })
  const dark = applySettingsPatch(chosen, { appearance: { theme: 'dark', colours: { [bolt]: null } } })
  expect(dark.appearance).toMatchObject({ theme: 'dark', colours: { [acme]: 'green' } })
  expect(dark.appearance.colours).not.toHaveProperty(bolt)
})

test('an interval or a colour that is none is refused; settings of an earlier version are read', () => {
  for (const patch of [{ sync: { connections: { [acme]: 1 } } }, { appearance: { colours: { [acme]: 'mauve' } } }])
    expect(settingsPatchSchema.safeParse(patch).success).toBe(false)
  const { colours: _colours, ...appearance } = defaultSettings.appearance
  const old = { ...defaultSettings, appearance, sync: { intervalSeconds: 60 } }
  expect(settingsSchema.parse(old)).toEqual(defaultSettings)
})
