/** The editor of a day or a moment: typed segment by segment, or picked from a calendar. */
import { type DateValue } from '@internationalized/date'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Calendar, CalendarCell, CalendarGrid } from 'react-aria-components/Calendar'
import { DateInput, DateSegment } from 'react-aria-components/DateField'
import { DatePicker } from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { Heading } from 'react-aria-components/Heading'
import { Popover } from 'react-aria-components/Popover'
import { useText } from '../../messages/text'
import { Button } from '../button'
import { Icon } from '../icon'
import { fromDateValue, isDayField, toDateValue } from './date-values'
import { draftOf, type EditorProps } from './draft'
import styles from './date-editor.module.css'
import fieldStyles from './fields.module.css'

export function DateEditor({ field, value, label, autoFocus = false, invalid = false, onDraft }: EditorProps) {
  const t = useText()
  const [date, setDate] = useState<DateValue | null>(() => toDateValue(field.path, value))
  const change = (next: DateValue | null): void => {
    setDate(next)
    onDraft(draftOf(field, fromDateValue(next, value)))
  }
  return (
    <DatePicker
      className={styles.date}
      aria-label={label}
      value={date}
      granularity={isDayField(field.path, value) ? 'day' : 'minute'}
      hideTimeZone
      isInvalid={invalid}
      autoFocus={autoFocus}
      onChange={change}
    >
      <Group className={styles.dateGroup}>
        <DateInput className={styles.segments}>{(segment) => <DateSegment className={styles.segment} segment={segment} />}</DateInput>
        {date === null ? null : <Button kind="quiet" small icon="x" label={t('editor.clear')} onPress={() => change(null)} />}
        <AriaButton className={styles.dateButton} aria-label={t('editor.calendar')}>
          <Icon name="meeting" small />
        </AriaButton>
      </Group>
      <Popover className={fieldStyles.popover} offset={4}>
        <Dialog className={styles.calendar} aria-label={label}>
          <Calendar>
            <header className={styles.calendarHead}>
              <Heading className={styles.calendarTitle} />
              <AriaButton slot="previous" className={styles.dateButton}>
                <Icon name="left" small />
              </AriaButton>
              <AriaButton slot="next" className={styles.dateButton}>
                <Icon name="right" small />
              </AriaButton>
            </header>
            <CalendarGrid className={styles.calendarGrid}>{(day) => <CalendarCell date={day} className={styles.calendarDay} />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}
