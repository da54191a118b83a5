/**
 * A conflict about fields: for each one what was, mine, theirs and the result, chosen by M, T, B or written with E.
 *
 * Nothing is preselected and nothing expires. What is decided is kept when the rep leaves; pushing takes all of it.
 */
import { useEffect, useRef, useState } from 'react'
import type { Json } from '../../../shared/model/json'
import type { Change } from '../../../shared/sync/change'
import { kindOf } from '../../../shared/sync/merge-field'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { textContext, useFieldContext } from '../../parts/fields/field-context'
import { fieldText } from '../../parts/fields/field-text'
import { fieldLabel } from '../../parts/fields/labels'
import { formatWhen } from '../../parts/format'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { showToast } from '../../parts/toast'
import { useNow } from '../../parts/use-now'
import { Alike } from './alike'
import { ConflictRow } from './conflict-row'
import styles from './conflict.module.css'
import { decide, decideOwn, type Decisions, decisionsToSend, isDecided, keptDecisions, questionsOf, resultOf, sideOf } from './decisions'
import { MergedFields, useMergedFields } from './merged-fields'
import { useResolve } from './use-resolve'

export interface FieldConflictProps {
  readonly change: Change
  /** Every change that is open, this one among them. */
  readonly open: readonly Change[]
  readonly crm: string
}

export function FieldConflict({ change, open, crm }: FieldConflictProps) {
  const t = useText()
  const go = useGo()
  const now = useNow()
  const context = useFieldContext()
  const resolve = useResolve(change)
  const questions = questionsOf(change)
  const [decisions, setDecisions] = useState<Decisions>(() => keptDecisions(questions))
  const [same, setSame] = useState(false)
  const [row, setRow] = useState(0)
  const [writing, setWriting] = useState<string | null>(null)
  const unsaved = useRef(false)
  const settled = useRef(false)
  const table = useRef<HTMLTableElement>(null)
  const current = questions[Math.min(row, questions.length - 1)]
  const count = questions.length
  const decided = questions.filter((question) => isDecided(decisions, question)).length
  const all = decided === count && count > 0
  /** A value of one's own is this record's alone: only a side can be taken elsewhere, too. */
  const sides = questions.every((question) => sideOf(decisions, question) !== 'value')

  const update = (next: Decisions): void => {
    unsaved.current = true
    setDecisions(next)
  }
  const take = (side: 'mine' | 'theirs' | 'base') => (): void | false => {
    if (!current) return false
    setWriting(null)
    update(decide(decisions, current, side))
  }
  const moveTo = (next: number): void => {
    const within = Math.max(0, Math.min(count - 1, next))
    setRow(within)
    setWriting(null)
    table.current?.querySelectorAll<HTMLInputElement>('tbody tr')[within]?.querySelector<HTMLInputElement>('input[type="radio"]')?.focus()
  }
  const push = (): void => {
    if (!all || resolve.busy) return
    settled.current = true
    void resolve.settle({ take: null, fields: decisionsToSend(decisions, questions) }, { alike: same && sides })
  }
  const later = async (): Promise<void> => {
    settled.current = true
    if (unsaved.current && decided > 0) {
      const kept = await resolve.keep({ take: null, fields: decisionsToSend(decisions, questions) })
      if (kept === undefined) return
      showToast({ fact: t(all ? 'conflict.notYet' : 'conflict.kept'), name: change.name })
    }
    go({ at: 'changes' })
  }
  const leave = useRef(() => {})
  useEffect(() => {
    leave.current = () => {
      if (unsaved.current && !settled.current && decided > 0) void resolve.keep({ take: null, fields: decisionsToSend(decisions, questions) })
    }
  })
  useEffect(() => () => leave.current(), [])
  useKeys({
    takeMine: take('mine'),
    takeTheirs: take('theirs'),
    takeBase: take('base'),
    ownValue: () => (current ? setWriting(current.key) : false),
    next: () => moveTo(row + 1),
    previous: () => moveTo(row - 1),
    pushResult: push,
    close: () => void later(),
  })
  const merged = useMergedFields(change, open)
  const labelOf = (path: string): string => {
    const field = fieldAtPath(change.object, context.document, path)
    return field ? fieldLabel(t, change.object, field) : path
  }
  const results = questions
    .flatMap(({ fields }) => fields)
    .flatMap((field) => {
      const result = resultOf(field, decisions)
      if (!result) return []
      const text = fieldText(kindOf(change.object, field.path), result.value, textContext(t, context)) || t('value.empty')
      return [`${labelOf(field.path)}: ${text}`]
    })
    // What they changed beside it is part of what the record will be; the rep's own other fields go when their change does.
    .concat(merged.filter(({ by }) => by === 'crm').map(({ label, text }) => `${label}: ${text}`))
  return (
    <>
      <div className={styles.body} tabIndex={-1}>
        <p className={styles.lead}>{t('conflict.lead', { count: questions.reduce((sum, { fields }) => sum + fields.length, 0) })}</p>
        <table className={styles.table} ref={table}>
          <thead>
            <tr>
              <th scope="col" className={styles.fieldColumn}>
                {t('conflict.field')}
              </th>
              <th scope="col" className={styles.baseColumn}>
                {t('conflict.base')}
              </th>
              <th scope="col">
                {t('conflict.mine')} <span className={styles.when}>{t('conflict.mineWhen', { time: formatWhen(change.updatedAt, now) })}</span>
              </th>
              <th scope="col">
                {t('conflict.theirs')} <span className={styles.when}>{t('conflict.theirsWhen', { crm })}</span>
              </th>
              <th scope="col">{t('conflict.result')}</th>
            </tr>
          </thead>
          <tbody>
            {questions.map((question, index) => (
              <ConflictRow
                key={question.key}
                change={change}
                question={question}
                decisions={decisions}
                focused={question === current}
                writing={writing === question.key}
                onFocus={() => setRow(index)}
                onTake={(side) => {
                  setRow(index)
                  setWriting(null)
                  update(decide(decisions, question, side))
                }}
                onWrite={() => {
                  setRow(index)
                  setWriting(question.key)
                }}
                onWritten={() => setWriting(null)}
                onOwn={(path: string, value: Json) => update(decideOwn(decisions, question, path, value))}
              />
            ))}
          </tbody>
        </table>
        <MergedFields fields={merged} crm={crm} />
        {all && sides ? <Alike change={change} ticked={same} onTick={() => setSame(!same)} /> : null}
      </div>
      <footer className={styles.foot}>
        <p className={styles.preview}>
          {results.length === 0 ? null : (
            <>
              <span>{t('conflict.after')}</span> <bdi>{results.join(' · ')}</bdi>
            </>
          )}
        </p>
        <span className={styles.decided} aria-live="polite">
          {t('conflict.decided', { decided, count })}
        </span>
        <Button onPress={() => void later()}>{t('conflict.later')}</Button>
        <Button kind="primary" shows="pushResult" busy={resolve.busy} reason={all ? null : t('conflict.undecided')} onPress={push}>
          {t('conflict.push', { crm })}
        </Button>
      </footer>
    </>
  )
}
