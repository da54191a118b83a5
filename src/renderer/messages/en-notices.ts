/** What the system tells a rep who looks at something else. */
export const enNotices = {
  'notice.conflict': '{count, plural, one {# edit} other {# edits}} met another in {name}',
  'notice.conflict.body': 'Nothing was overwritten. Compare the two and decide.',
  'notice.rejected': '{name} refused {count, plural, one {# change} other {# changes}}',
  'notice.rejected.body': 'Your edits are kept under Changes, with its words.',
  'notice.signIn': '{name} signed Satchel out',
  'notice.signIn.body': 'You can go on working; your changes wait. Sign in again to send them.',
  'notice.pushed': 'The push to {name} is done',
  'notice.pushed.body': '{count, plural, one {# change was} other {# changes were}} on the way. What needs you stands under Changes.',
} as const
