/** What can be done with a view that was changed and not saved. */
import { useState } from 'react'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Dialog } from '../../parts/dialog'
import { TextField } from '../../parts/form-fields'
import type { ListViewState } from './use-list-view'
import styles from './view-actions.module.css'

export function ViewActions({ state }: { readonly state: ListViewState }) {
  const t = useText()
  const { changed, canUpdate, view, update, saveAs, reset } = state
  const [naming, setNaming] = useState(false)
  if (!changed) return null
  return (
    <span className={styles.actions}>
      {canUpdate ? (
        <Button kind="link" onPress={update}>
          <span title={t('view.updateHint', { name: view.name })}>{t('view.update')}</span>
        </Button>
      ) : null}
      <Button kind="link" onPress={() => setNaming(true)}>
        {t('view.saveAs')}
      </Button>
      <Button kind="link" onPress={reset}>
        <span title={t('view.resetHint', { name: view.name })}>{t('view.reset')}</span>
      </Button>
      {naming ? (
        <NameDialog
          onClose={() => setNaming(false)}
          onSave={(name) => {
            setNaming(false)
            saveAs(name)
          }}
        />
      ) : null}
    </span>
  )
}

function NameDialog({ onClose, onSave }: { readonly onClose: () => void; readonly onSave: (name: string) => void }) {
  const t = useText()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const missing = name.trim() === ''
  const save = (): void => (missing ? setTried(true) : onSave(name.trim()))
  return (
    <Dialog title={t('view.saveTitle')} action={{ label: t('view.save'), kind: 'primary', onPress: save }} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField label={t('view.name')} value={name} onChange={setName} error={tried && missing ? t('view.nameMissing') : undefined} />
      </form>
    </Dialog>
  )
}
