/**
 * How many records of each type: `--records 5000` shares them out as a real CRM would have them, `contact=200,deal=50` says so
 * type by type.
 */
import { fail, preview } from '../../shared/failure'
import { crmObjects, type CrmObject, isCrmObject } from './catalogue'

export type Counts = Readonly<Record<CrmObject, number>>

/** Sample data for a person who tries the app: enough to scroll, quick to pull. */
export const DEFAULT_RECORDS = 2_000
const PIPELINES = 3
export const EMPLOYEES = 8

/** The share of each type in a total. Pipelines are always three. */
const shares: Readonly<Record<Exclude<CrmObject, 'pipeline'>, number>> = { contact: 0.4, company: 0.1, deal: 0.12, event: 0.3, lead: 0.08 }

export function countsFor(total: number): Counts {
  const rest = Math.max(0, total - PIPELINES)
  const company = Math.round(rest * shares.company)
  const deal = Math.round(rest * shares.deal)
  const event = Math.round(rest * shares.event)
  const lead = Math.round(rest * shares.lead)
  return { contact: rest - company - deal - event - lead, company, deal, event, lead, pipeline: Math.min(total, PIPELINES) }
}

/** Reads `--records`. A list by type leaves out what it does not name; deals always come with their pipelines. */
export function parseCounts(text: string): Counts {
  if (/^\d+$/.test(text.trim())) return countsFor(wholeNumber(text.trim(), text))
  const counts: Record<CrmObject, number> = { contact: 0, company: 0, deal: 0, event: 0, lead: 0, pipeline: PIPELINES }
  for (const part of text.split(',')) {
    const [object, count] = part.split('=', 2).map((side) => side.trim())
    if (!isCrmObject(object) || count === undefined) {
      return fail({
        kind: 'bad-input',
        where: '--records',
        expected: `a number, or type=number with types ${crmObjects.join(', ')}`,
        got: preview(text),
      })
    }
    counts[object] = wholeNumber(count, text)
  }
  if (counts.pipeline === 0 && counts.deal > 0) counts.pipeline = PIPELINES
  return counts
}

function wholeNumber(digits: string, whole: string): number {
  const value = /^\d{1,8}$/.test(digits) ? Number(digits) : Number.NaN
  if (value <= 10_000_000) return value
  return fail({ kind: 'bad-input', where: '--records', expected: 'whole numbers up to 10,000,000', got: preview(whole) })
}

export function totalOf(counts: Counts): number {
  return crmObjects.reduce((sum, object) => sum + counts[object], 0)
}
