/** The gateway's own installations. They know nothing of each other: an account lives in one of them. */
export const regions = { us: 'https://api.unified.to', eu: 'https://api-eu.unified.to', au: 'https://api-au.unified.to' } as const
export type Region = keyof typeof regions
