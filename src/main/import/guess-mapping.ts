/**
 * Which column means which field: by its name first, by what it holds where the name says nothing. A guess is never more than that: each
 * says how sure it is and how many of its values it could not read, and everything may be overruled.
 */
import { fieldAt } from '../../shared/model/fields'
import { isSafeKey } from '../../shared/model/json'
import type { CellFormats, ColumnGuess, Confidence } from '../../shared/model/import'
import { type WritableObjectType, writableObjectTypes } from '../../shared/model/object-type'
import { editDistance } from '../../shared/near-text'
import { isEmail, parseCell } from './cell-values'
import { columnNames } from './column-names'
import { findTarget } from '../../shared/model/import-targets'

export interface ColumnFacts {
  readonly title: string
  /** Values that say something, in the order of the file; some hundreds at most. */
  readonly values: readonly string[]
}

export interface MappingHints {
  readonly object: WritableObjectType
  readonly formats: CellFormats
  /** Slugs and labels of the custom fields that the records have. */
  readonly customFields: readonly { readonly slug: string; readonly label: string }[]
  /** What this person chose for these very titles before; null where they never did. */
  readonly remembered: readonly (string | null)[] | null
}

const SAMPLES = 3

export function guessMapping(columns: readonly ColumnFacts[], hints: MappingHints): readonly ColumnGuess[] {
  const taken = new Set<string>()
  const found = columns.map(() => nothing)
  // Surer guesses choose first, wherever their columns stand.
  for (const sure of ['remembered', 'certain', 'likely'] as const) {
    for (const [index, column] of columns.entries()) {
      if (found[index] !== nothing) continue
      const guess = candidates(column, index, hints).find(
        ({ target, confidence }) => confidence === sure && (target === null || isFree(target, taken)),
      )
      if (!guess) continue
      found[index] = guess
      if (guess.target !== null) taken.add(guess.target)
    }
  }
  return columns.map((column, index) => checked(column, index, found[index] ?? nothing, hints))
}

interface Guess {
  readonly target: string | null
  readonly confidence: Confidence
}

const nothing: Guess = { target: null, confidence: 'none' }

/** Lists take several columns: e-mail 1, e-mail 2. */
function isFree(target: string, taken: ReadonlySet<string>): boolean {
  return /^(emails|telephones|tags|link_urls|websites|domains)\b/.test(target) || !taken.has(target)
}

function candidates(column: ColumnFacts, index: number, hints: MappingHints): readonly Guess[] {
  const { object, remembered } = hints
  if (remembered !== null) {
    const target = remembered[index] ?? null
    return target === null || findTarget(object, target) ? [{ target, confidence: 'remembered' }] : []
  }
  return [...byOwnTitle(column, hints), ...byName(column, object), ...bySimilarName(column, object), ...byValues(column, object)]
}

/** The titles of our own export, and custom fields by slug or label. */
function byOwnTitle({ title }: ColumnFacts, { object, customFields }: MappingHints): readonly Guess[] {
  const text = title.trim()
  // A target by itself, or what the CRM sets alone and an import leaves out.
  if (findTarget(object, text)) return [{ target: text, confidence: 'certain' }]
  if (fieldAt(object, text)?.readOnly) return [{ target: null, confidence: 'certain' }]
  const custom = customFields.find(({ slug, label }) => foldTitle(slug) === foldTitle(text) || foldTitle(label) === foldTitle(text))
  return custom !== undefined && isSafeKey(custom.slug) ? [{ target: `metadata.${custom.slug}`, confidence: 'certain' }] : []
}

function byName({ title }: ColumnFacts, object: WritableObjectType): readonly Guess[] {
  const folded = foldTitle(title)
  const bare = folded.replace(/\d+$/, '')
  return Object.entries(columnNames[object]).flatMap(([target, names]): readonly Guess[] => {
    if (names.includes(folded)) return [{ target, confidence: 'certain' }]
    return bare !== '' && names.includes(bare) ? [{ target, confidence: 'likely' }] : []
  })
}

/** More words than the name has ("Firma des Kunden"), or one letter wrong in a name that is long enough to be meant. */
function bySimilarName({ title }: ColumnFacts, object: WritableObjectType): readonly Guess[] {
  const words = latin(title).split(/[^\p{L}\p{N}]+/u)
  const folded = foldTitle(title)
  return Object.entries(columnNames[object]).flatMap(([target, names]): readonly Guess[] => {
    const isPart = names.some((name) => name.length >= 4 && words.includes(name))
    const isNear = folded.length >= 6 && names.some((name) => name.length >= 6 && editDistance(name, folded, 1) <= 1)
    return isPart || isNear ? [{ target, confidence: 'likely' }] : []
  })
}

function byValues({ values }: ColumnFacts, object: WritableObjectType): readonly Guess[] {
  if (values.length === 0) return []
  const most = (fits: (value: string) => boolean): boolean => values.filter(fits).length >= values.length * 0.8
  if (most(isEmail) && fieldAt(object, 'emails')) return [{ target: 'emails', confidence: 'likely' }]
  if (most((value) => /^\+?[\d\s()./-]{7,20}$/.test(value) && /^\+|^0|\D/.test(value) && !/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(value))) {
    return fieldAt(object, 'telephones') ? [{ target: 'telephones', confidence: 'likely' }] : []
  }
  if (most((value) => /^https?:\/\//i.test(value))) {
    const target = ['websites', 'link_urls'].find((path) => fieldAt(object, path))
    return target === undefined ? [] : [{ target, confidence: 'likely' }]
  }
  return []
}

/** A guess stands only as far as its values can be read. */
function checked(column: ColumnFacts, index: number, guess: Guess, { object, formats }: MappingHints): ColumnGuess {
  const target = guess.target === null ? null : findTarget(object, guess.target)
  const unfit = target === null ? 0 : column.values.filter((value) => parseCell(target, value, formats).kind === 'problem').length
  const share = column.values.length === 0 ? 0 : unfit / column.values.length
  const isGuessed = guess.confidence === 'certain' || guess.confidence === 'likely'
  const settled: Guess = !isGuessed || unfit === 0 ? guess : share > 0.6 ? nothing : { ...guess, confidence: 'likely' }
  return {
    column: index,
    title: column.title,
    target: settled.target,
    confidence: settled.confidence,
    samples: [...new Set(column.values)].slice(0, SAMPLES),
    unfit: settled.target === null ? 0 : unfit,
  }
}

/** The object type whose names explain most of the columns; among equals the first. */
export function guessObject(titles: readonly string[]): WritableObjectType {
  const scores = writableObjectTypes
    .filter((object) => object !== 'pipeline')
    .map((object) => {
      const score = titles.reduce((sum, title) => {
        const own = findTarget(object, title.trim()) && title.trim() !== 'id' && title.includes('_') ? 2 : 0
        const named = Object.values(columnNames[object]).some((names) => names.includes(foldTitle(title))) ? 1 : 0
        const telling = tellingNames[object]?.some((name) => foldTitle(title) === name) ? 3 : 0
        return sum + Math.max(own, named) + telling
      }, 0)
      return { object, score }
    })
  return scores.toSorted((a, b) => b.score - a.score)[0]?.object ?? 'contact'
}

/** Titles that say by themselves what the rows are. */
const tellingNames: Readonly<Partial<Record<WritableObjectType, readonly string[]>>> = {
  deal: [
    'amount',
    'stage',
    'stages',
    'closedate',
    'closingat',
    'dealname',
    'opportunity',
    'opportunityname',
    'dealid',
    'betrag',
    'pipelines',
    'montant',
  ],
  lead: ['leadstatus', 'leadsource', 'leadid'],
  company: ['domain', 'domains', 'employees', 'numberofemployees', 'mitarbeiter', 'branche', 'companyid'],
  contact: ['jobtitle', 'contactid', 'companyids'],
  event: ['activitytype', 'taskname', 'meetingstart', 'notetitle', 'calldescription'],
}

export function foldTitle(title: string): string {
  return latin(title).replaceAll(/[^\p{L}\p{N}]/gu, '')
}

function latin(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .normalize('NFKC')
}
