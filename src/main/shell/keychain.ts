/**
 * Secrets in the window's shell: encrypted by the system's key store, in a file that only the owner reads. Where the system
 * has no real key store they stay in memory: the rep signs in again at the next start, and nothing lies about unprotected.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import { fail } from '../../shared/failure'
import type { SecretStore } from '../workspace/secret-file'

const fileSchema = z.record(z.string(), z.object({ backend: z.string(), blob: z.string() }))
type Blobs = z.output<typeof fileSchema>

/** After `ready`: the key store answers from then on. */
export function openKeychain(folder: string): SecretStore {
  const file = join(folder, 'keychain.json')
  const inMemory = new Map<string, string>()
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform
  const protects = safeStorage.isEncryptionAvailable() && backend !== 'basic_text'

  const readAll = (): Blobs => {
    // Missing or not readable: the same as "sign in again".
    return parseFile(file) ?? {}
  }
  const writeAll = (blobs: Blobs): void => {
    try {
      // What can't be read now may be readable elsewhere: it is set aside, not written over.
      if (existsSync(file) && parseFile(file) === null) renameSync(file, `${file}.unreadable`)
      writeFileSync(`${file}.partial`, JSON.stringify(blobs), { mode: 0o600, flush: true })
      renameSync(`${file}.partial`, file)
    } catch (error) {
      fail({ kind: 'storage', file, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
    }
  }
  return {
    async read(name) {
      const kept = inMemory.get(name)
      const stored = new Map(Object.entries(readAll())).get(name)
      if (kept !== undefined || stored === undefined || !protects) return kept ?? null
      try {
        return safeStorage.decryptString(Buffer.from(stored.blob, 'base64'))
      } catch {
        // Another user, another machine, a changed key store: sign in again. Nothing is deleted.
        return null
      }
    },
    async write(name, value) {
      if (protects) writeAll({ ...readAll(), [name]: { backend, blob: safeStorage.encryptString(value).toString('base64') } })
      else inMemory.set(name, value)
    },
    async remove(name) {
      inMemory.delete(name)
      const { [name]: removed, ...rest } = readAll()
      if (removed !== undefined) writeAll(rest)
    },
  }
}

function parseFile(file: string): Blobs | null {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Its content never stands in a message.
    return null
  }
}
