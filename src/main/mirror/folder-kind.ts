/**
 * Is a folder on a disk of this computer? On a network, or in a folder that a program keeps in step with other computers, locks and flushes
 * are promises of somebody else: SQLite files are damaged there.
 */
import { statfsSync } from 'node:fs'
import { sep } from 'node:path'

/** `kind` in words. `refuse`: not for a new workspace. */
export interface RemoteFolder {
  readonly kind: string
  readonly refuse: boolean
}

/** What Linux calls them (statfs(2)). A 9p root is what some virtual machines have instead of a disk: warned of only. */
const fileSystems: ReadonlyMap<number, RemoteFolder> = new Map([
  [0x6969, { kind: 'a network drive (NFS)', refuse: true }],
  [0x517b, { kind: 'a network drive (SMB)', refuse: true }],
  [0xff534d42, { kind: 'a network drive (SMB)', refuse: true }],
  [0xfe534d42, { kind: 'a network drive (SMB)', refuse: true }],
  [0x65735546, { kind: 'a drive that a program provides (FUSE)', refuse: true }],
  [0x5346414f, { kind: 'a network drive (AFS)', refuse: true }],
  [0x00c36400, { kind: 'a network drive (Ceph)', refuse: true }],
  [0x01021997, { kind: 'a drive of another machine (9p)', refuse: false }],
])

const synchronised = /^(Dropbox|OneDrive( - .+)?|Google ?Drive.*|iCloud ?Drive|Mobile Documents|CloudStorage|Nextcloud|pCloudDrive)$/i

export type FileSystemOf = (folder: string) => number

export function remoteFolder(folder: string, fileSystemOf: FileSystemOf = typeOf): RemoteFolder | null {
  if (folder.startsWith('\\\\')) return { kind: 'a network drive', refuse: true }
  if (folder.split(sep).some((part) => synchronised.test(part))) return { kind: 'a folder that is synchronised with other computers', refuse: true }
  // The numbers are Linux's own; elsewhere they mean other things.
  return process.platform === 'linux' ? (fileSystems.get(fileSystemOf(folder)) ?? null) : null
}

function typeOf(folder: string): number {
  return statfsSync(folder).type
}
