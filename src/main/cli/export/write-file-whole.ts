/** Writes a file that is there whole or not at all: beside its place first, moved there when the disk has it. */
import { open, rename, rm } from 'node:fs/promises'
import { fail } from '../../../shared/failure'

export async function writeFileWhole(file: string, parts: AsyncIterable<string>): Promise<void> {
  const partial = `${file}.partial`
  try {
    // What is exported is a company's customers: for the owner's eyes only, until they decide otherwise.
    const handle = await open(partial, 'w', 0o600)
    try {
      for await (const part of parts) await handle.write(part)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    if (error instanceof Error && 'syscall' in error) return fail({ kind: 'storage', file, detail: error.message }, { cause: error })
    throw error
  }
}
