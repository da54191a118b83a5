/**
 * Logging an activity in one line, from anywhere (L). What the line was understood to say stands below it as chips, each of which
 * can be corrected before Enter.
 */
import { useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { instant } from '../../../shared/model/ids'
import { useCommand } from '../../data/mutations'
import { useSearch } from '../../data/queries'
import { useMe } from '../../data/use-me'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { ChoiceChip } from '../../parts/choice-chip'
import { optionLabel } from '../../parts/fields/labels'
import { formatLongDay } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { showToast } from '../../parts/toast'
import { activityIcons } from '../../screens/record/activity-icons'
import { type WrittenKind, writtenKinds } from '../../screens/record/activity-draft'
import { useCurrentConnection } from '../current-connection'
import { objectIcons } from '../navigation'
import palette from '../palette/palette.module.css'
import { loggedActivities } from './logged-activities'
import { parseQuickLog, type QuickLog } from './parse-quick-log'
import styles from './quick-log.module.css'
import { closeQuickLog, type LogSubject, useQuickLog } from './quick-log-store'

export function QuickLogDialog() {
  const t = useText()
  const { open, about } = useQuickLog()
  // What was typed and not logged is there again the next time.
  const [line, setLine] = useState('')
  if (!open) return null
  return (
    <ModalOverlay className={palette.scrim} isOpen isDismissable onOpenChange={(next) => (next ? undefined : closeQuickLog())}>
      <Modal className={palette.modal}>
        <Dialog className={palette.dialog} aria-label={t('quickLog.title')}>
          <Line about={about} line={line} onLine={setLine} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** What the rep said otherwise than the line was understood. */
interface Corrections {
  readonly kind?: WrittenKind
  readonly about?: LogSubject
  readonly withoutFollowUp?: boolean
}

const subjects = ['contact', 'company', 'deal', 'lead'] as const

function Line({ about: given, line, onLine }: { readonly about: LogSubject | null; readonly line: string; readonly onLine: (line: string) => void }) {
  const t = useText()
  const { connection } = useCurrentConnection()
  const [corrected, setCorrected] = useState<Corrections>({})
  const [today] = useState(() => new Date())
  const read = parseQuickLog(line, today)
  const log: QuickLog = { ...read, kind: corrected.kind ?? read.kind, followUp: corrected.withoutFollowUp ? null : read.followUp }
  const { data = [], isPlaceholderData } = useSearch(log.record, { objects: [...subjects], limit: 6 })
  const hits: readonly LogSubject[] = log.record === '' ? [] : data
  const about = corrected.about ?? hits[0] ?? (log.record === '' ? given : null)
  const save = useSaveLog(about)
  const reason = about === null ? t('quickLog.noRecord') : line.trim() === '' ? t('composer.nothing') : null
  const finish = async (): Promise<void> => {
    // What was found for an earlier text is not what is meant.
    if (reason !== null || (isPlaceholderData && corrected.about === undefined)) return
    if (!(await save(log))) return
    onLine('')
    closeQuickLog()
  }
  const others = [...hits, ...(given ? [given] : [])].filter((each) => each.id !== about?.id)
  return (
    <>
      <div className={palette.field}>
        <Icon name="activity" />
        <input
          className={palette.input}
          aria-label={t('quickLog.title')}
          placeholder={t('quickLog.hint')}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={line}
          onChange={(event) => onLine(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            event.preventDefault()
            void finish()
          }}
        />
      </div>
      <div className={styles.chips} role="group" aria-label={t('quickLog.read')}>
        <ChoiceChip
          label={t('quickLog.kind')}
          value={optionLabel(t, 'type', log.kind)}
          entries={writtenKinds.map((kind) => ({
            id: kind,
            label: optionLabel(t, 'type', kind),
            icon: activityIcons[kind],
            current: kind === log.kind,
            onAction: () => setCorrected({ ...corrected, kind }),
          }))}
        />
        <ChoiceChip
          label={t('quickLog.about')}
          value={about === null ? t('quickLog.nobody') : (about.name ?? t('value.noName'))}
          entries={others.map((each) => ({
            id: each.id,
            label: each.name ?? t('value.noName'),
            icon: objectIcons[each.object],
            onAction: () => setCorrected({ ...corrected, about: each }),
          }))}
        />
        {log.minutes !== null && (log.kind === 'CALL' || log.kind === 'MEETING') ? (
          <span>{t('quickLog.minutes', { count: log.minutes })}</span>
        ) : null}
        {log.followUp === null ? null : (
          <Button small icon="x" onPress={() => setCorrected({ ...corrected, withoutFollowUp: true })}>
            {t('quickLog.followUp', { words: log.followUp.words, day: formatLongDay(log.followUp.day.getTime()) })}
          </Button>
        )}
        <span className={styles.text}>
          {log.text === '' ? <span className={styles.example}>{t('quickLog.example')}</span> : <bdi>{log.text}</bdi>}
        </span>
      </div>
      <div className={palette.foot}>
        <span className={palette.said} role="status">
          {connection === null ? '' : about === null && log.record !== '' && !isPlaceholderData ? t('quickLog.notFound', { text: log.record }) : ''}
        </span>
        <Button kind="primary" small reason={reason} onPress={() => void finish()}>
          {t('quickLog.save')}
        </Button>
      </div>
    </>
  )
}

/** Resolves to whether it is saved; both activities go back with one Undo. */
function useSaveLog(about: LogSubject | null): (log: QuickLog) => Promise<boolean> {
  const t = useText()
  const { connection } = useCurrentConnection()
  const create = useCommand('records.create')
  const undo = useCommand('changes.undo')
  const me = useMe(about?.connection ?? connection?.id ?? null)
  return async (log) => {
    if (about === null || create.busy) return false
    const made = loggedActivities(log, { about, me, now: instant(Date.now()) })
    let saved = 0
    for (const data of made) if (await create.run({ connection: about.connection, object: 'event', data })) saved += 1
    if (saved === 0) return false
    const takeBack = async (): Promise<void> => {
      for (let left = saved; left > 0; left -= 1) await undo.run({ connection: about.connection })
    }
    showToast({ fact: t('composer.saved', { kind: optionLabel(t, 'type', log.kind) }), name: about.name, undo: () => void takeBack() })
    return saved === made.length
  }
}
