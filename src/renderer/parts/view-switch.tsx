/** The same deals as a table or as a board. */
import type { ConnectionId } from '../../shared/model/ids'
import { useText } from '../messages/text'
import { Button } from './button'
import { useGo } from './link'
import styles from './view-switch.module.css'

export function ViewSwitch({ connection, shown }: { readonly connection: ConnectionId; readonly shown: 'table' | 'board' }) {
  const t = useText()
  const go = useGo()
  return (
    <div className={styles.switch} role="group" aria-label={t('view.switch')}>
      <Button
        kind="quiet"
        icon="table"
        label={t('view.table')}
        shows="goDeals"
        pressed={shown === 'table'}
        onPress={() => go({ at: 'list', connection, object: 'deal' })}
      />
      <Button
        kind="quiet"
        icon="board"
        label={t('view.board')}
        shows="goBoard"
        pressed={shown === 'board'}
        onPress={() => go({ at: 'board', connection })}
      />
    </div>
  )
}
