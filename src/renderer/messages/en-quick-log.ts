/** What the line to log an activity says. */
export const enQuickLog = {
  'quickLog.title': 'Log an activity',
  'quickLog.hint': 'call acme renewal 12m: left voicemail, try tue',
  'quickLog.example': 'Kind, record and minutes before a colon, then what happened; a last “, call back tue” becomes a task.',
  'quickLog.read': 'What will be logged',
  'quickLog.kind': 'Kind',
  'quickLog.about': 'About',
  'quickLog.nobody': 'nobody yet',
  'quickLog.minutes': '{count, plural, one {# minute} other {# minutes}}',
  'quickLog.followUp': 'Task: {words}, {day}',
  'quickLog.noRecord': 'Say who or what it is about',
  'quickLog.notFound': 'Nothing is called “{text}”',
  'quickLog.save': 'Log',
} as const
