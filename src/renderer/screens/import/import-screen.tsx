/** Importing a table: a file, its columns and what would become of its rows, and the result. */
import { describeFailure, failureOf } from '../../../shared/failure'
import type { ConnectionId } from '../../../shared/model/ids'
import { matchKeysFor } from '../../../shared/model/import-match'
import { isWritable, type ObjectType, type WritableObjectType } from '../../../shared/model/object-type'
import { useConnection } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { EmptyState } from '../../parts/empty-state'
import { Icon } from '../../parts/icon'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { FileStep } from './file-step'
import styles from './import-screen.module.css'
import { ImportExtras } from './import-extras'
import { MappingTable } from './mapping-table'
import { Preview } from './preview'
import { ReadingBar } from './reading-bar'
import { ResultStep } from './result-step'
import { type Import, useImport } from './use-import'
import { Working } from './working'

export function ImportScreen({ connection, object }: { readonly connection: ConnectionId; readonly object: ObjectType }) {
  const t = useText()
  const crm = useConnection(connection)?.name ?? t('record.theCrm')
  if (!isWritable(object) || object === 'pipeline') {
    return <EmptyState icon="lock" title={t('import.notWritable', { objects: t(`title.${object}`), crm })} />
  }
  return <ImportPage connection={connection} object={object} crm={crm} />
}

interface ImportPageProps {
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly crm: string
}

function ImportPage({ connection, object, crm }: ImportPageProps) {
  const t = useText()
  const go = useGo()
  const running = useImport(connection, object)
  const { state, progress, start, choose, set, correct, land, stop, again } = running
  const leave = (): void => go({ at: 'list', connection, object })
  const isWorking = state.kind === 'reading' || state.kind === 'landing'
  const cancel = (): void => {
    stop()
    if (state.kind === 'reading') again()
    else if (state.kind !== 'landing') leave()
  }
  useKeys({ close: cancel })
  const open = state.kind === 'open' ? state.open : null
  const name = 'open' in state ? state.open.name : state.kind === 'reading' ? state.name : null
  const landing = open?.counts ? open.counts.new + open.counts.changes : 0
  return (
    <>
      <PageHeader
        title={name === null ? t('import.title', { objects: t(`title.${object}`) }) : t('import.titleOf', { name })}
        count={'open' in state ? t('import.rows', { count: state.open.guess.rows }) : null}
        actions={
          <>
            <Steps kind={state.kind} />
            {state.kind === 'landed' ? null : (
              <Button shows="close" onPress={cancel}>
                {t('action.cancel')}
              </Button>
            )}
            {open ? (
              <Button
                kind="primary"
                reason={open.counts === null ? t('import.planning') : landing === 0 ? t('import.nothing') : null}
                onPress={() => void land()}
              >
                {t('import.land', { count: landing })}
              </Button>
            ) : null}
          </>
        }
      />
      {open ? <ReadingBar open={open} onChoose={(choice) => void choose(choice)} onSet={(settings) => void set(settings)} /> : null}
      <div className={styles.page}>
        {state.kind === 'no-file' ? (
          <FileStep error={errorWords(t('import.failed'), state.failure)} onFile={(file, of) => void start(file, of)} />
        ) : null}
        {isWorking ? <Working progress={progress} step={state.kind === 'landing' ? 'landing' : 'sending'} onStop={cancel} /> : null}
        {open ? <OpenTable open={open} crm={crm} set={set} correct={correct} /> : null}
        {state.kind === 'landed' ? (
          <ResultStep id={state.open.id} name={state.open.name} guess={state.open.guess} result={state.result} onAgain={again} />
        ) : null}
      </div>
    </>
  )
}

function OpenTable({
  open,
  crm,
  set,
  correct,
}: Pick<Import, 'set' | 'correct'> & { readonly open: Parameters<typeof Preview>[0]['open']; readonly crm: string }) {
  const t = useText()
  if (open.guess.rows === 0) return <EmptyState icon="file" title={t('import.emptyFile')} />
  const map = (column: number, target: string | null): void => {
    const mapping = open.settings.mapping.map((each) => (each.column === column ? { column, target } : each))
    void set({
      mapping,
      match: matchKeysFor(
        open.settings.object,
        mapping.flatMap((each) => each.target ?? []),
      ),
    })
  }
  return (
    <>
      <div className={styles.mapping}>
        <MappingTable open={open} crm={crm} onMap={map} />
        <ImportExtras open={open} onSet={(settings) => void set(settings)} />
      </div>
      <Preview open={open} onCorrect={correct} />
    </>
  )
}

const steps = ['file', 'map', 'result'] as const

function Steps({ kind }: { readonly kind: Import['state']['kind'] }) {
  const t = useText()
  const at = kind === 'no-file' || kind === 'reading' ? 0 : kind === 'landed' ? 2 : 1
  return (
    <ol className={styles.steps} aria-label={t('import.steps')}>
      {steps.map((step, index) => (
        <li key={step} className={classes(styles.step, index === at && styles.now)} {...(index === at ? { 'aria-current': 'step' as const } : {})}>
          {index < at ? <Icon name="check" small /> : null}
          {t(`import.step.${step}`)}
        </li>
      ))}
    </ol>
  )
}

function errorWords(otherwise: string, error: unknown): string | undefined {
  if (error === null) return undefined
  const failure = failureOf(error)
  return failure ? describeFailure(failure) : otherwise
}
