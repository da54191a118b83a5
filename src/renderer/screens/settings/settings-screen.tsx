/** Everything that can be set, in sections that stand below each other; the names at the left lead to them. Every choice holds at once. */
import { type ReactNode, useRef } from 'react'
import type { Settings } from '../../../shared/settings'
import { useSettings } from '../../data/queries'
import { type MessageId, useText } from '../../messages/text'
import { Icon, type IconName } from '../../parts/icon'
import { PageHeader } from '../../parts/page-header'
import { AboutSettings } from './about-settings'
import { AppearanceSettings } from './appearance-settings'
import { FieldsSettings } from './fields-settings'
import { ScopeSettings } from './scope-settings'
import styles from './settings-screen.module.css'
import { NotificationSettings } from './notification-settings'
import { StorageSettings } from './storage-settings'
import { SyncSettings } from './sync-settings'
import { useCurrentSection } from './use-current-section'

interface Section {
  readonly id: string
  readonly title: MessageId
  readonly icon: IconName
  readonly body: (settings: Settings) => ReactNode
}

const sections: readonly Section[] = [
  { id: 'sync', title: 'settings.sync', icon: 'sync', body: (settings) => <SyncSettings settings={settings} /> },
  { id: 'scope', title: 'settings.scope', icon: 'filter', body: () => <ScopeSettings /> },
  { id: 'fields', title: 'settings.fields', icon: 'edit', body: () => <FieldsSettings /> },
  { id: 'notifications', title: 'settings.notifications', icon: 'bell', body: (settings) => <NotificationSettings settings={settings} /> },
  { id: 'appearance', title: 'settings.appearance', icon: 'settings', body: (settings) => <AppearanceSettings settings={settings} /> },
  { id: 'storage', title: 'settings.storage', icon: 'file', body: () => <StorageSettings /> },
  { id: 'about', title: 'settings.about', icon: 'info', body: () => <AboutSettings /> },
]

const ids = sections.map(({ id }) => id)

export function SettingsScreen() {
  const t = useText()
  const { data: settings } = useSettings()
  const box = useRef<HTMLDivElement>(null)
  const { current, show, follow } = useCurrentSection(ids, box)
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <div className={styles.page}>
        <nav className={styles.nav} aria-label={t('settings.sections')}>
          {sections.map(({ id, title, icon }) => (
            <button key={id} type="button" className={styles.navItem} aria-current={id === current ? 'location' : undefined} onClick={() => show(id)}>
              <Icon name={icon} /> {t(title)}
            </button>
          ))}
        </nav>
        <div className={styles.sections} ref={box} tabIndex={0} role="group" aria-label={t('settings.title')} {...follow}>
          {settings
            ? sections.map(({ id, title, body }) => (
                <section key={id} id={`settings-${id}`} className={styles.section} aria-label={t(title)} tabIndex={-1}>
                  <h2 className={styles.head}>{t(title)}</h2>
                  {body(settings)}
                </section>
              ))
            : null}
        </div>
      </div>
    </>
  )
}
