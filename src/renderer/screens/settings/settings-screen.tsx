/** How the app looks and how often it asks the CRM for news. Every choice holds at once. */
import { useSettings } from '../../data/queries'
import { useCommand } from '../../data/mutations'
import { type Text, useText } from '../../messages/text'
import { SelectField } from '../../parts/form-fields'
import { PageHeader } from '../../parts/page-header'
import styles from './settings-screen.module.css'

const themes = ['system', 'light', 'dark'] as const
const densities = ['compact', 'comfortable'] as const
const intervals = [10, 30, 60, 300, 900, 3600]

export function SettingsScreen() {
  const t = useText()
  const { data: settings } = useSettings()
  const set = useCommand('settings.set')
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <section className={styles.page} tabIndex={0} aria-label={t('settings.title')}>
        {settings ? (
          <>
            <section className={styles.section}>
              <h2 className={styles.head}>{t('settings.appearance')}</h2>
              <SelectField
                label={t('settings.theme')}
                value={settings.appearance.theme}
                options={themes.map((id) => ({ id, label: t(`settings.theme.${id}`) }))}
                onChange={(theme) => void set.run({ appearance: { theme } })}
              />
              <SelectField
                label={t('settings.density')}
                value={settings.appearance.density}
                options={densities.map((id) => ({ id, label: t(`settings.density.${id}`) }))}
                onChange={(density) => void set.run({ appearance: { density } })}
              />
            </section>
            <section className={styles.section}>
              <h2 className={styles.head}>{t('settings.sync')}</h2>
              <SelectField
                label={t('settings.interval')}
                value={String(settings.sync.intervalSeconds)}
                options={intervalOptions(t, settings.sync.intervalSeconds)}
                onChange={(seconds) => void set.run({ sync: { intervalSeconds: Number(seconds) } })}
              />
            </section>
          </>
        ) : null}
      </section>
    </>
  )
}

/** The usual ones, and the one that is set, whoever set it. */
function intervalOptions(t: Text, current: number): readonly { readonly id: string; readonly label: string }[] {
  const all = [...new Set([...intervals, current])].toSorted((one, other) => one - other)
  return all.map((seconds) => ({
    id: String(seconds),
    label: seconds % 60 === 0 ? t('settings.interval.minutes', { count: seconds / 60 }) : t('settings.interval.seconds', { count: seconds }),
  }))
}
