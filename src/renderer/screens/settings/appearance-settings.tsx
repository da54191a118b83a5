/** How the app looks, and whether single letters are keys. */
import type { Settings } from '../../../shared/settings'
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import { Segments } from '../../parts/segments'
import { Switch } from '../../parts/switch'
import { SettingRow } from './setting-row'

const themes = ['system', 'light', 'dark'] as const
const densities = ['compact', 'comfortable'] as const
const textSizes = ['small', 'normal', 'large', 'largest'] as const

export function AppearanceSettings({ settings }: { readonly settings: Settings }) {
  const t = useText()
  const set = useCommand('settings.set')
  const { theme, density, textSize, letterKeys } = settings.appearance
  return (
    <>
      <SettingRow title={t('settings.theme')}>
        <Segments
          label={t('settings.theme')}
          value={theme}
          options={themes.map((id) => ({ id, label: t(`settings.theme.${id}`) }))}
          onChange={(next) => void set.run({ appearance: { theme: next } })}
        />
      </SettingRow>
      <SettingRow title={t('settings.density')}>
        <Segments
          label={t('settings.density')}
          value={density}
          options={densities.map((id) => ({ id, label: t(`settings.density.${id}`) }))}
          onChange={(next) => void set.run({ appearance: { density: next } })}
        />
      </SettingRow>
      <SettingRow title={t('settings.textSize')}>
        <Segments
          label={t('settings.textSize')}
          value={textSize}
          options={textSizes.map((id) => ({ id, label: t(`settings.textSize.${id}`) }))}
          onChange={(next) => void set.run({ appearance: { textSize: next } })}
        />
      </SettingRow>
      <SettingRow title={t('settings.letterKeys')} why={t('settings.letterKeysWhy')}>
        <Switch label={t('settings.letterKeys')} on={letterKeys} onChange={(next) => void set.run({ appearance: { letterKeys: next } })} />
      </SettingRow>
    </>
  )
}
