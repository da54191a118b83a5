/**
 * Whether a delivery was signed by who knows the workspace's secret.
 *
 *     {"data":[…],"webhook":{…},"nonce":"…","sig256":"…"}
 *             ╰──── HMAC over exactly these bytes, and the nonce right behind
 *
 * The bytes of `data` are cut out of the body: written anew, `1.0` would be `1` and `\u00e9` an é. How the provider writes them for
 * signing is not documented, so the compact form is tried as well; the digest may be hex or base64. Every comparison takes the same
 * time whatever the guess.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { DeliverySecrets } from '../webhooks'

export interface Signed {
  /** The bytes of `data` as they stand in the body. */
  readonly dataText: string
  readonly data: unknown
  readonly nonce: string
  readonly sig256: string | null
  readonly sig: string | null
}

/** A fingerprint of the message that the signature fits; null where it fits none. */
export function verifiedFingerprint({ dataText, data, nonce, sig256, sig }: Signed, { secrets, allowSha1 }: DeliverySecrets): string | null {
  // The weak signature counts only where there is no better one, and never because an attacker left the better one out.
  const [algorithm, signature] = sig256 !== null ? (['sha256', sig256] as const) : (['sha1', allowSha1 ? sig : null] as const)
  if (signature === null) return null
  const given = candidateDigests(signature)
  const messages = [...new Set([dataText + nonce, JSON.stringify(data) + nonce])]
  for (const secret of secrets) {
    if (secret === '') continue
    for (const message of messages) {
      const digest = createHmac(algorithm, secret).update(message, 'utf8').digest()
      if (given.some((each) => each.length === digest.length && timingSafeEqual(each, digest))) return hash('sha256', message)
    }
  }
  return null
}

/** The signature as bytes, by each spelling that it could be. */
function candidateDigests(signature: string): readonly Buffer[] {
  return [...(/^[0-9a-f]+$/i.test(signature) ? [Buffer.from(signature, 'hex')] : []), Buffer.from(signature, 'base64')]
}

/**
 * The text of each member of a JSON object, as it stands there. Only for text that `JSON.parse` has taken; null where a name comes
 * twice: whoever reads the first and whoever reads the last would see two different deliveries.
 */
export function memberTexts(text: string): ReadonlyMap<string, string> | null {
  const members = new Map<string, string>()
  let at = text.indexOf('{') + 1
  for (;;) {
    at = skipBlank(text, at)
    if (text[at] !== '"') return members
    const nameEnd = endOfString(text, at)
    const name = JSON.parse(text.slice(at, nameEnd)) as string
    const from = skipBlank(text, skipBlank(text, nameEnd) + 1)
    const to = endOfValue(text, from)
    if (members.has(name)) return null
    members.set(name, text.slice(from, to))
    at = skipBlank(text, to)
    if (text[at] === ',') at += 1
  }
}

function skipBlank(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \n\r\t'.includes(text.charAt(at))) at += 1
  return at
}

/** The place behind the closing quote. */
function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function endOfValue(text: string, from: number): number {
  let depth = 0
  let at = from
  while (at < text.length) {
    const sign = text.charAt(at)
    if (sign === '"') {
      at = endOfString(text, at)
      if (depth === 0) return at
      continue
    }
    if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') {
      if (depth === 0) return at
      depth -= 1
      if (depth === 0) return at + 1
    } else if (depth === 0 && ', \n\r\t'.includes(sign)) return at
    at += 1
  }
  return at
}
