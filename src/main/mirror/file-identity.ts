/**
 * Are the files at these names still the ones that are open? A mirror that is renamed, replaced or removed while it is open goes on taking
 * commits that nobody will ever find again; so does one whose write-ahead log was taken away. Three looks, some microseconds.
 */
import { statSync } from 'node:fs'

export interface FileIdentity {
  /** What happened to the file, in words; null while all is as it was opened. */
  lost(): string | null
  /** After the connection was made anew: the log may be a new file. */
  renew(): void
}

export function identifyFiles(file: string): FileIdentity {
  const own = keyOf(file)
  // Made with the first write and kept as long as anybody has the mirror open.
  const beside = new Map<string, string | null>()
  return {
    lost() {
      const now = keyOf(file)
      if (now !== own) return now === null ? 'was moved or removed' : 'was replaced'
      for (const end of ['-wal', '-shm']) {
        const [known, present] = [beside.get(end) ?? null, keyOf(file + end)]
        if (known === null) beside.set(end, present)
        else if (known !== present) return present === null ? `lost its ${end} file` : `had its ${end} file replaced`
      }
      return null
    },
    renew: () => beside.clear(),
  }
}

function keyOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats ? `${stats.dev}:${stats.ino}` : null
}
