/** A deal that is won or lost has a day and a reason; both go with the move. Esc puts the card back. */
import { useState } from 'react'
import type { DealCard, Stage } from '../../../shared/model/reports'
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import { TextField } from '../../parts/form-fields'
import type { DealMove } from './use-move-deal'
import styles from './board.module.css'

export interface CloseDialogProps {
  readonly card: DealCard
  readonly to: Stage
  /** A calendar day: `2026-11-24`. */
  readonly today: string
  readonly onMove: (move: DealMove) => void
  readonly onClose: () => void
}

export function CloseDialog({ card, to, today, onMove, onClose }: CloseDialogProps) {
  const t = useText()
  const [day, setDay] = useState(today)
  const [reason, setReason] = useState('')
  const valid = /^\d{4}-\d\d-\d\d$/.test(day)
  const reasonPath = to.kind === 'won' ? 'won_reason' : 'lost_reason'
  const move = () =>
    onMove({
      card,
      to,
      more: [{ path: 'closed_at', value: `${day}T00:00:00.000Z` }, ...(reason.trim() === '' ? [] : [{ path: reasonPath, value: reason.trim() }])],
    })
  return (
    <Dialog
      title={t(to.kind === 'won' ? 'board.close.won' : 'board.close.lost', { name: card.name ?? t('value.noName') })}
      action={{
        label: t('board.close.action', { stage: to.name ?? '' }),
        kind: 'primary',
        reason: valid ? null : t('board.close.noDate'),
        onPress: move,
      }}
      onClose={onClose}
    >
      <div className={styles.form}>
        <TextField label={t('board.close.date')} type="date" value={day} error={valid ? undefined : t('board.close.noDate')} onChange={setDay} />
        <TextField label={t('board.close.reason')} value={reason} onChange={setReason} />
      </div>
    </Dialog>
  )
}
