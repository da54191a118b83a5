/**
 * Secrets outside Electron: a file that only its owner can read. The window's shell keeps them in the system's keychain
 * instead; both are a `SecretStore` to the engine, which never learns where they are.
 */
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fail, FailureError } from '../../shared/failure'

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
      const handle = openSync(file, 'r')
      try {
        requireOwnersOnly(file, handle)
        text = readFileSync(handle, 'utf8')
      } finally {
        closeSync(handle)
      }
    } catch (error) {
      if (error instanceof FailureError) throw error
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

/**
 * What others could have read is no secret any more, and only the owner can judge that: it is not quietly put right. Windows keeps
 * rights in lists of its own.
 */
function requireOwnersOnly(file: string, handle: number): void {
  if (process.platform === 'win32') return
  const { mode, uid } = fstatSync(handle)
  const rights = (mode & 0o777).toString(8)
  if ((mode & 0o077) !== 0)
    fail({
      kind: 'bad-input',
      where: file,
      expected: 'a file that only you can read (chmod 600)',
      got: `one that others can read or change, with rights ${rights}`,
    })
  if (uid !== process.getuid?.() && process.getuid?.() !== 0)
    fail({ kind: 'bad-input', where: file, expected: 'a file of your own', got: 'another user’s' })
}
