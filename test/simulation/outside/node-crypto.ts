/** `node:crypto` in a simulation: what is random comes from the seed. */
import { computer } from './computer'

export * from 'node:crypto'

export function randomBytes(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, () => Math.floor(computer().random() * 256)))
}

export function randomUUID(): string {
  const hex = randomBytes(16).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
