/** What of a CRM is kept on this computer. Each choice holds at once. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConnectionId } from '../../../shared/model/ids'
import { isPulled, type PullScope, type ScopedObject, scopedObjects } from '../../../shared/model/scope'
import type { Connection } from '../../../shared/model/views'
import { useCommand } from '../../data/mutations'
import { useConnections } from '../../data/queries'
import { queryKeys } from '../../data/query-keys'
import { useScope } from '../../data/scope'
import { useText } from '../../messages/text'
import { TextField } from '../../parts/form-fields'
import { Switch } from '../../parts/switch'
import { Tick } from '../../parts/tick'
import { showToast } from '../../parts/toast'
import { ConnectionRow } from './connection-row'
import { ScopeFields } from './scope-fields'
import styles from './scope-settings.module.css'
import { SettingRow } from './setting-row'

export function ScopeSettings() {
  const t = useText()
  const connections = useConnections().data ?? []
  const [chosen, setChosen] = useState<ConnectionId | null>(null)
  const connection = connections.find(({ id }) => id === chosen) ?? connections[0]
  if (!connection) return <SettingRow title={t('settings.scope')} why={t('scope.why')} />
  return (
    <>
      <ConnectionRow connections={connections} chosen={connection} why={t('scope.why')} onChoose={setChosen} />
      <ScopeOf key={connection.id} connection={connection} />
    </>
  )
}

function ScopeOf({ connection }: { readonly connection: Connection }) {
  const scope = useScope(connection.id)
  const t = useText()
  const set = useCommand('connections.setScope')
  const client = useQueryClient()
  /** Shown at once; what the CRM's copy makes of it takes a moment. */
  const [asked, setAsked] = useState<Partial<PullScope>>({})
  const change = async (patch: Partial<PullScope>): Promise<void> => {
    setAsked((before) => ({ ...before, ...patch }))
    const changed = await set.run({ connection: connection.id, scope: patch })
    if (changed) client.setQueryData(queryKeys.scope(connection.id), changed.scope)
    // Only what this one asked for: the next may be under way.
    setAsked((now) => Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== patch[key as keyof PullScope])))
    if (changed) showToast({ fact: t('scope.changed', { count: changed.removed }), name: connection.name })
  }
  return scope === null ? null : <ScopeRows connection={connection} scope={{ ...scope, ...asked }} onChange={(patch) => void change(patch)} />
}

interface ScopeRowsProps {
  readonly connection: Connection
  readonly scope: PullScope
  readonly onChange: (patch: Partial<PullScope>) => void
}

function ScopeRows({ connection, scope, onChange }: ScopeRowsProps) {
  const t = useText()
  const isKept = (object: ScopedObject): boolean => isPulled(scope, object)
  const toggle = (object: ScopedObject): void => {
    const next = scopedObjects.filter((each) => (each === object) !== isKept(each))
    onChange({ objects: next.length === scopedObjects.length ? null : next })
  }
  return (
    <>
      <SettingRow title={t('scope.objects')} why={t('scope.objectsWhy')}>
        <div className={styles.ticks} role="group" aria-label={t('scope.objects')}>
          {scopedObjects.map((object) => (
            <Tick key={object} checked={isKept(object)} onChange={() => toggle(object)}>
              {t(`title.${object}`)}
            </Tick>
          ))}
        </div>
      </SettingRow>
      <SettingRow title={t('scope.onlyMine')} why={t(connection.me === null ? 'scope.onlyMineNoMe' : 'scope.onlyMineWhy')}>
        <Switch label={t('scope.onlyMine')} on={scope.onlyMine} onChange={(onlyMine) => onChange({ onlyMine })} />
      </SettingRow>
      <SettingRow title={t('scope.since')} why={t('scope.sinceWhy')}>
        <SinceField since={scope.since} onChange={(since) => onChange({ since })} />
      </SettingRow>
      <SettingRow title={t('scope.raw')} why={t('scope.rawWhy')}>
        <Switch label={t('scope.raw')} on={scope.raw} onChange={(raw) => onChange({ raw })} />
      </SettingRow>
      <ScopeFields scope={scope} onChange={onChange} />
    </>
  )
}

/** A day that is being typed is no day yet: it holds once it is whole, or empty, and the field is left. */
function SinceField({ since, onChange }: { readonly since: string | null; readonly onChange: (since: string | null) => void }) {
  const t = useText()
  const [typed, setTyped] = useState(since ?? '')
  const day = typed === '' ? null : typed
  return (
    <div className={styles.since} onBlur={() => (day === since ? undefined : onChange(day))}>
      <TextField label={t('scope.since')} hideLabel type="date" value={typed} onChange={setTyped} />
    </div>
  )
}
