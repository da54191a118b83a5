/** What empty cells and lists do, and the values that new records get where their row says nothing. */
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { ChipSelect } from './chip-select'
import styles from './import-extras.module.css'
import { targetLabel, targetOptions } from './target-options'
import type { OpenImport } from './use-import'

export interface ImportExtrasProps {
  readonly open: OpenImport
  readonly onSet: (settings: Partial<OpenImport['settings']>) => void
}

export function ImportExtras({ open: { guess, settings }, onSet }: ImportExtrasProps) {
  const t = useText()
  const { defaults, object } = settings
  const without = (path: string) => Object.fromEntries(Object.entries(defaults).filter(([each]) => each !== path))
  const free = targetOptions(t, object, guess.customFields).filter(({ id }) => id !== 'id' && !id.includes(':') && !Object.hasOwn(defaults, id))
  return (
    <div className={styles.extras}>
      <ChipSelect
        label={t('import.empty')}
        value={settings.emptyClears ? 'clear' : 'keep'}
        options={(['keep', 'clear'] as const).map((id) => ({ id, label: t(`import.empty.${id}`) }))}
        onChange={(id) => onSet({ emptyClears: id === 'clear' })}
      />
      <ChipSelect
        label={t('import.lists')}
        value={settings.lists}
        options={(['add', 'replace'] as const).map((id) => ({ id, label: t(`import.lists.${id}`) }))}
        onChange={(lists) => onSet({ lists })}
      />
      {Object.entries(defaults).map(([path, text]) => {
        const field = targetLabel(t, object, path, guess.customFields)
        return (
          <span key={path} className={styles.default}>
            <label className={styles.label}>
              {field}
              <input
                className={styles.input}
                aria-label={t('import.defaultValue', { field })}
                defaultValue={text}
                onBlur={(event) => onSet({ defaults: { ...defaults, [path]: event.target.value } })}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') event.currentTarget.blur()
                }}
              />
            </label>
            <Button small kind="quiet" icon="x" label={t('import.removeDefault', { field })} onPress={() => onSet({ defaults: without(path) })} />
          </span>
        )
      })}
      <ChipSelect
        label={t('import.defaults')}
        value=""
        options={[{ id: '', label: t('import.addDefault') }, ...free]}
        onChange={(path) => (path === '' ? undefined : onSet({ defaults: { ...defaults, [path]: '' } }))}
      />
    </div>
  )
}
