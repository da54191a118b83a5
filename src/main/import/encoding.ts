/**
 * From the bytes of a file to text, and which encoding they are likely in.
 *
 * A byte-order mark says it. Else bytes that are valid UTF-8 are UTF-8, since hardly anything else happens to be; a text in which every
 * second byte is nothing is UTF-16; and the rest is what Excel writes in Western Europe, Windows-1252.
 */
import type { Encoding } from '../../shared/model/import'

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

export async function guessEncoding(bytes: Bytes): Promise<Encoding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let valid = true
  let head: Uint8Array | null = null
  for await (const chunk of bytes) {
    if (head === null && chunk.length > 0) {
      head = chunk.subarray(0, 4096)
      const certain = byMark(head) ?? byZeros(head)
      if (certain !== null) return certain
    }
    valid &&= isValid(utf8, chunk)
    if (!valid) break
  }
  return valid && isValid(utf8, null) ? 'utf-8' : 'windows-1252'
}

/** Decoded piece by piece, without a byte-order mark; `unreadable` counts what the encoding had no character for. */
export async function* decodeText(bytes: Bytes, encoding: Encoding, count: { unreadable: number }): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield counted(decoder.decode(chunk, { stream: true }), count)
  yield counted(decoder.decode(), count)
}

function counted(text: string, count: { unreadable: number }): string {
  if (text.includes('\ufffd')) count.unreadable += text.split('\ufffd').length - 1
  return text
}

function isValid(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | null): boolean {
  try {
    if (chunk === null) decoder.decode()
    else decoder.decode(chunk, { stream: true })
    return true
  } catch {
    // That it throws is the answer.
    return false
  }
}

function byMark(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

/** Western text in UTF-16 has a zero in nearly every second byte; other text has none at all. */
function byZeros(head: Uint8Array): Encoding | null {
  if (head.length < 4) return null
  const zeros = (rest: number): number => head.filter((byte, index) => byte === 0 && index % 2 === rest).length
  const [even, odd] = [zeros(0), zeros(1)]
  const most = head.length / 2
  if (odd > most * 0.3 && even < most * 0.05) return 'utf-16le'
  if (even > most * 0.3 && odd < most * 0.05) return 'utf-16be'
  return null
}
