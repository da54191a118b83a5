/**
 * Secrets outside Electron: a file that only its owner can read. The window's shell keeps them in the system's keychain
 * instead; both are a `SecretStore` to the engine, which never learns where they are.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../../shared/failure'

export interface SecretStore {
  /** Null when there is none of that name. */
  read(name: string): Promise<string | null>
  write(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

const secretsSchema = z.record(z.string(), z.string())

export function openSecretFile(folder: string): SecretStore {
  const file = join(folder, 'secrets.json')
  const readAll = (): Map<string, string> => {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
      return fail({ kind: 'storage', file, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
    }
    try {
      return new Map(Object.entries(secretsSchema.parse(JSON.parse(text))))
    } catch (error) {
      // The content never stands in a message, so the parser's own words are kept out.
      return fail(
        { kind: 'bad-input', where: file, expected: 'the secrets that Satchel wrote', got: 'something else' },
        { cause: error instanceof SyntaxError ? undefined : error },
      )
    }
  }
  const writeAll = (secrets: ReadonlyMap<string, string>): void => {
    const partial = `${file}.partial`
    rmSync(partial, { force: true })
    const handle = openSync(partial, 'wx', 0o600)
    try {
      writeSync(handle, JSON.stringify(Object.fromEntries(secrets)))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(partial, file)
  }
  return {
    read: async (name) => readAll().get(name) ?? null,
    async write(name, value) {
      writeAll(new Map(readAll()).set(name, value))
    },
    async remove(name) {
      const secrets = readAll()
      if (secrets.delete(name)) writeAll(secrets)
    },
  }
}
