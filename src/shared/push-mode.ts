/** When changes go: after a review, or by themselves. In a file of its own, since the page may not load what checks the settings (it makes code of text). */
export const pushModes = ['review', 'automatic'] as const
export type PushMode = (typeof pushModes)[number]
