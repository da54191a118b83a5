/** A file on its way to the engine: in pieces, since it may be long and a message of the contract may not. */
import type { Satchel } from '../../../shared/contract/client'

/** A multiple of three, so that each piece is base64 without padding in between. */
const PIECE_BYTES = 384 << 10

/** Ends early when `isWanted` says that nobody waits for it any more. */
export async function sendFile(
  satchel: Satchel,
  id: string,
  file: Blob,
  told: { readonly sent: (bytes: number) => void; readonly isWanted: () => boolean },
): Promise<void> {
  for (let at = 0; at < file.size && told.isWanted(); at += PIECE_BYTES) {
    const bytes = new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer())
    await satchel.request('imports.feed', { id, data: base64Of(bytes) })
    told.sent(Math.min(file.size, at + PIECE_BYTES))
  }
}

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}
