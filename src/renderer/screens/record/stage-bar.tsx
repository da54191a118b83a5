/**
 * The stages of the deal's pipeline: the steps on the way in a row, and apart from them its ends, won and lost. Pressing one moves the
 * deal there: an edit like any other, with its Undo.
 */
import type { FieldPath } from '../../../shared/model/field-path'
import { isJsonObject } from '../../../shared/model/json'
import type { RecordView } from '../../../shared/model/views'
import { useDocuments } from '../../data/queries'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { listOf } from '../../parts/diff/list-diff'
import { firstReference, type Stage, stagesOf } from '../../parts/fields/stages'
import { Icon } from '../../parts/icon'
import { Mark } from '../../parts/mark'
import styles from './stage-bar.module.css'
import { stageSteps } from './stage-steps'
import { useSaveFields } from './use-save-fields'

export function StageBar({ view }: { readonly view: RecordView }) {
  const t = useText()
  const save = useSaveFields(view)
  const pipelines = useDocuments(view.connection, 'pipeline').data ?? []
  const current = firstReference(view.document['stages'])
  const pipeline = firstReference(view.document['pipelines'])
  const own =
    pipelines.find((each) => each['id'] === pipeline?.id) ??
    pipelines.find((each) => listOf(each['stages']).some((stage) => isJsonObject(stage) && stage['id'] === current?.id))
  const stages = own ? stagesOf([own]) : []
  if (stages.length === 0) return null
  const { steps, ends } = stageSteps(stages, current)
  const move = ({ id, name }: Stage): void => void save([{ path: 'stages' as FieldPath, value: [{ id, name }] }])
  return (
    <div className={styles.bar} role="group" aria-label={t('field.stages')}>
      {steps.length === 0 ? null : (
        <ol className={styles.stages}>
          {steps.map(({ stage, place }) => (
            <li key={stage.id} className={classes(styles.stage, place === 'past' && styles.past, place === 'current' && styles.current)}>
              <button type="button" className={styles.button} aria-current={place === 'current' ? 'step' : undefined} onClick={() => move(stage)}>
                {place === 'past' ? <Icon name="check" small /> : null}
                <bdi>{stage.name}</bdi>
              </button>
            </li>
          ))}
        </ol>
      )}
      {ends.length === 0 ? null : (
        <ul className={styles.ends}>
          {ends.map(({ stage, kind, reached }) => (
            <li key={stage.id} className={classes(styles.end, styles[kind], reached && styles.reached)}>
              <button type="button" className={styles.button} aria-current={reached ? 'step' : undefined} onClick={() => move(stage)}>
                <Mark name={kind} label={null} />
                <bdi>{stage.name}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
