/** Saves what the page made as a file, where the browser or the shell saves downloads. */

/** Long enough for the download to have begun. */
const KEPT_MS = 60_000

export function saveFile(name: string, type: string, parts: readonly string[]): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = address
  // Made of a record's or a file's name: nothing that a file system would read as a path.
  link.download = name.replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '-').slice(0, 120)
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}
