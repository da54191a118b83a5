/** Conditions on text, addresses, phone numbers and lists of words. Case and accents do not matter. */
import type { Condition, FilterField } from '../../shared/model/filter'
import type { Json } from '../../shared/model/json'
import { either, type FilterScope, indexedSet, not, type Piece, piece, type Sql, sqlOf } from './filter-piece'
import { anyEntry, entriesOf, someEntry, textColumn } from './filter-values'
import { fold, sortKey } from './fold'
import { digitsOf, domainOf } from './functions'

/** The words of a condition's value, folded. */
export const words = (value: Json): readonly string[] => (Array.isArray(value) ? value : [value]).map((each: Json) => fold(plainText(each)).trim())
/** A text as it is; `checkFilter` lets through nothing that would need more. */
export const plainText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
const asList = (values: readonly (string | null)[]): string => JSON.stringify(values)
const IN_LIST = 'IN (SELECT value FROM json_each(?))'

/** Keys of columns are cut at 200 characters before they are folded; from here on a text may be longer than its key. */
const MAY_BE_CUT = 60

export function textPiece(scope: FilterScope, field: FilterField, { op, value }: Condition): Piece {
  const [word = ''] = words(value)
  switch (op) {
    case 'contains':
      return piece(likeText(scope, field, `instr(@value, ?) > 0`, word))
    case 'not-contains':
      return not(likeText(scope, field, `instr(@value, ?) > 0`, word))
    case 'starts':
      return piece(likeText(scope, field, `substr(@value, 1, length(?)) = ?`, word, word), startsWith(scope, field, word))
    case 'ends':
      return piece(likeText(scope, field, `substr(@value, -length(?)) = ?`, word, word))
    case 'is':
    case 'any-of':
      return piece(oneOf(scope, field, value), valueSets(scope, field, value))
    case 'is-not':
    case 'none-of':
      return not(oneOf(scope, field, value))
    case 'empty':
      return not(hasText(scope, field))
    default:
      return piece(hasText(scope, field))
  }
}

/** E-mails and addresses on the web. */
export function addressPiece(scope: FilterScope, field: FilterField, condition: Condition): Piece {
  if (condition.op !== 'domain') return textPiece(scope, field, condition)
  const domains = words(condition.value).map(domainOf)
  return piece(someEntry(entriesOf(scope, field.path), `domain_of(@value) ${IN_LIST}`, asList(domains)))
}

export function phonePiece(scope: FilterScope, field: FilterField, { op, value }: Condition): Piece {
  const entries = entriesOf(scope, field.path)
  // A leading zero is for callers within the country: the number in full has none.
  const asked = digitsOf(plainText(value)).replace(/^0+/, '')
  switch (op) {
    case 'digits':
      return piece(someEntry(entries, 'instr(digits_of(@value), ?) > 0', asked))
    case 'is':
      return piece(someEntry(entries, `ltrim(digits_of(@value), '0') = ?`, asked))
    case 'country':
      return piece(someEntry(entries, `(@value GLOB '+*' OR @value GLOB '00*') AND substr(digits_of(@value), 1, length(?)) = ?`, asked, asked))
    case 'empty':
      return not(anyEntry(entries))
    default:
      return piece(anyEntry(entries))
  }
}

/** Lists of words; the order does not matter, and what stands twice counts once. */
export function tagsPiece(scope: FilterScope, field: FilterField, { op, value }: Condition): Piece {
  const entries = entriesOf(scope, field.path)
  const wanted = [...new Set(words(value))]
  const some = someEntry(entries, `folded(@value) ${IN_LIST}`, asList(wanted))
  const all = (): Sql => {
    const each = wanted.map((word) => someEntry(entries, 'folded(@value) = ?', word))
    return sqlOf(`(${each.map(({ sql }) => sql).join(' AND ')})`, ...each.flatMap(({ values }) => values))
  }
  switch (op) {
    case 'has-any':
      return piece(some)
    case 'has-none':
      return not(some)
    case 'has-all':
      return piece(all())
    case 'exactly': {
      const other = someEntry(entries, `folded(@value) NOT ${IN_LIST}`, asList(wanted))
      const has = all()
      return piece(sqlOf(`(${has.sql} AND NOT ${other.sql})`, ...has.values, ...other.values))
    }
    case 'empty':
      return not(anyEntry(entries))
    default:
      return piece(anyEntry(entries))
  }
}

/** A test of the folded text, in `@value`: on the column where there is one, and on the document where the column may be cut. */
function likeText(scope: FilterScope, field: FilterField, test: string, ...values: readonly string[]): Sql {
  const inDocument = someEntry(entriesOf(scope, field.path), test.replaceAll('@value', 'folded(@value)'), ...values)
  const column = textColumn(scope.object, field)
  if (column === null) return inDocument
  const name = `${scope.alias}.${column}`
  return either(
    sqlOf(test.replaceAll('@value', name), ...values),
    sqlOf(`(length(${name}) >= ${MAY_BE_CUT} AND ${inDocument.sql})`, ...inDocument.values),
  )
}

function oneOf(scope: FilterScope, field: FilterField, value: Json): Sql {
  const column = textColumn(scope.object, field)
  const entries = entriesOf(scope, field.path)
  const wanted = words(value)
  if (column === null) {
    const byName = entries.name === entries.value ? '' : ` OR folded(@name) ${IN_LIST}`
    return someEntry(entries, `(folded(@value) ${IN_LIST}${byName})`, asList(wanted), ...(byName === '' ? [] : [asList(wanted)]))
  }
  return sqlOf(`${scope.alias}.${column} ${IN_LIST}`, asList(wanted.map(sortKey)))
}

function hasText(scope: FilterScope, field: FilterField): Sql {
  const column = textColumn(scope.object, field)
  return column === null ? anyEntry(entriesOf(scope, field.path)) : sqlOf(`${scope.alias}.${column} IS NOT NULL`)
}

function valueSets(scope: FilterScope, field: FilterField, value: Json): readonly Sql[] {
  const column = textColumn(scope.object, field)
  return column === null ? [] : [indexedSet(scope, column, sqlOf(`${column} ${IN_LIST}`, asList(words(value).map(sortKey))))]
}

function startsWith(scope: FilterScope, field: FilterField, word: string): readonly Sql[] {
  const column = textColumn(scope.object, field)
  return column === null || word === '' ? [] : [indexedSet(scope, column, sqlOf(`${column} >= ? AND ${column} < ?`, word, `${word}\u{10ffff}`))]
}
