/**
 * The shapes that ids have in real CRMs. The sandbox's own are decimal numbers that are unique within a type; each shape turns
 * such a number into what the CRM would show, and back.
 *
 * What a shape does not know as its own, such as a number of ours or an id of another type, is no id of this CRM.
 */
import { createHash } from 'node:crypto'

export interface IdShape {
  /** `type`: an event's, where the shape tells types apart. */
  encode(id: string, type?: string): string
  /** Null for what is no id of this shape. */
  decode(id: string): string | null
}

/** A number from another range: beyond 2^53 where the offset is, so that whoever reads it as a number loses digits. */
export function numbers(offset: bigint): IdShape {
  return {
    encode: (id) => String(offset + BigInt(id)),
    decode(id) {
      if (!/^[1-9]\d*$/.test(id)) return null
      const plain = BigInt(id) - offset
      return plain > 0n ? String(plain) : null
    },
  }
}

/** `003Dn00000000QAC4YQAR`: fifteen case-sensitive characters and three that make them safe where case is lost. */
export function salesforceIds(prefix: string): IdShape {
  return whole({
    encode(id) {
      const short = `${prefix}Dn${base62(BigInt(id)).padStart(10, '0')}`
      return short + caseSuffix(short)
    },
    plain: (id) => fromBase62(id.slice(5, 15)),
  })
}

/** A GUID in lower case. `kind`: four hexadecimal digits that tell types apart. */
export function guids(kind: string): IdShape {
  const shape = whole({
    encode(id) {
      const number = BigInt(id)
      const scattered = ((number * 2_654_435_761n) & 0xffff_ffffn).toString(16).padStart(8, '0')
      return `${scattered}-${kind}-4d11-83ff-${number.toString(16).padStart(12, '0')}`
    },
    plain: (id) => (/-[\da-f]{12}$/.test(id) ? BigInt(`0x${id.slice(-12)}`) : null),
  })
  return { ...shape, decode: (id) => shape.decode(id.toLowerCase()) }
}

/** `cont_8fKq…`: a prefix that tells the type, and forty-three characters. */
export function prefixed(prefix: string): IdShape {
  return whole({
    encode(id) {
      const filler = BigInt(`0x${createHash('sha256').update(`${prefix}${id}`).digest('hex')}`)
      return `${prefix}_${base62(filler).padStart(36, '0').slice(0, 36)}${base62(BigInt(id)).padStart(7, '0')}`
    },
    plain: (id) => fromBase62(id.slice(-7)),
  })
}

/** `call-4711`: events of several lists in one, each by its type. */
export function byType(inner: IdShape): IdShape {
  return {
    encode: (id, type = 'event') => `${type.toLowerCase()}-${inner.encode(id)}`,
    decode: (id) => inner.decode(id.slice(id.indexOf('-') + 1)),
  }
}

/** One that knows an id only where it would have made the same. */
function whole({ encode, plain }: { readonly encode: (id: string) => string; readonly plain: (id: string) => bigint | null }): IdShape {
  return {
    encode,
    decode(id) {
      const number = plain(id)
      return number !== null && number > 0n && encode(String(number)) === id ? String(number) : null
    },
  }
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function base62(number: bigint): string {
  let text = ''
  for (let rest = number; rest > 0n; rest /= 62n) text = (letters[Number(rest % 62n)] ?? '') + text
  return text
}

function fromBase62(text: string): bigint | null {
  let number = 0n
  for (const letter of text) {
    const value = letters.indexOf(letter)
    if (value < 0) return null
    number = number * 62n + BigInt(value)
  }
  return number
}

/** One character for each five of the fifteen: which of them are capitals. */
function caseSuffix(short: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
  return [0, 5, 10]
    .map((start) =>
      short
        .slice(start, start + 5)
        .split('')
        .reduce((bits, letter, index) => bits + (/[A-Z]/.test(letter) ? 1 << index : 0), 0),
    )
    .map((bits) => alphabet[bits] ?? '')
    .join('')
}
