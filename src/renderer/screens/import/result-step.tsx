/** What landed, what was left out and why, and where to go from here. */
import type { ImportGuess, ImportResult } from '../../../shared/model/import'
import { useCommand } from '../../data/mutations'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { useGo } from '../../parts/link'
import { showToast } from '../../parts/toast'
import { saveRejects } from './save-rejects'

export interface ResultStepProps {
  readonly id: string
  readonly name: string
  readonly guess: ImportGuess
  readonly result: ImportResult
  readonly onAgain: () => void
}

export function ResultStep({ id, name, guess, result, onAgain }: ResultStepProps) {
  const t = useText()
  const go = useGo()
  const satchel = useSatchel()
  const undo = useCommand('changes.undo')
  const { batch, created, updated, unchanged, left } = result
  const added = created + updated
  return (
    <EmptyState
      icon={added > 0 ? 'check' : 'info'}
      title={t('import.done', { count: added })}
      why={t('import.doneParts', { created, updated, unchanged, left, batch })}
    >
      <Button kind="primary" onPress={() => go({ at: 'changes' })}>
        {t('import.review')}
      </Button>
      {left > 0 ? (
        <Button
          icon="download"
          onPress={() => void saveRejects(satchel, id, guess, `${name.replace(/\.\w+$/, '')}-left-out.csv`, t('import.reason'))}
        >
          {t('import.saveLeft', { count: left })}
        </Button>
      ) : null}
      {added > 0 ? (
        <Button
          icon="undo"
          busy={undo.busy}
          onPress={() =>
            void undo.run({ connection: null }).then((undone) => {
              if (undone === undefined) return
              showToast({ fact: t('import.undone'), name: batch })
              onAgain()
            })
          }
        >
          {t('import.undo')}
        </Button>
      ) : null}
      <Button kind="quiet" onPress={onAgain}>
        {t('import.another')}
      </Button>
    </EmptyState>
  )
}
