/** What a person should know of the disk under their work: what happened to it, and how it stands now. In `status`, in `doctor`, and as an event. */
import { exhaustive } from './assert'
import type { Instant } from './model/ids'

export type StorageNotice =
  /** The mirror lacked what was saved in it (a lost log, an older copy of the file); its open changes came back from their copy. */
  | { readonly kind: 'changes-brought-back'; readonly at: Instant; readonly changes: number; readonly newMirror: boolean }
  /** The mirror was damaged. It is kept; a new one took its place. */
  | { readonly kind: 'mirror-set-aside'; readonly at: Instant; readonly kept: string; readonly mirror: string; readonly detail: string }
  /** No room: pulls wait, edits go on while they can. */
  | { readonly kind: 'disk-full'; readonly at: Instant; readonly file: string }
  /** Nothing can be saved. `copy`: what is shown is a copy in a folder of ours, because the file can't be opened where it is. */
  | { readonly kind: 'read-only'; readonly at: Instant; readonly detail: string; readonly copy: string | null }
  /** The file is no longer where it was opened. */
  | { readonly kind: 'mirror-moved'; readonly at: Instant; readonly file: string; readonly detail: string }
  /** The copy of the open changes could not be written; the changes themselves are in the mirror. */
  | { readonly kind: 'copy-failed'; readonly at: Instant; readonly file: string; readonly detail: string }
  /** The folder is on a network or synchronised: locks and flushes there can't be relied on. */
  | { readonly kind: 'remote-folder'; readonly at: Instant; readonly folder: string; readonly detail: string }

export function describeNotice(notice: StorageNotice): string {
  switch (notice.kind) {
    case 'changes-brought-back':
      return `${notice.newMirror ? 'The mirror was made anew' : 'The mirror had lost what was saved last'}: ${changesInWords(notice.changes)} came back from the copy. Everything is compared with the CRM.`
    case 'mirror-set-aside':
      return `The mirror was damaged (${notice.detail}). It is kept as ${notice.kept}; ${notice.mirror} is a new one, and records are downloaded again.`
    case 'disk-full':
      return `The disk of ${notice.file} is full: pulls wait until there is room. Edits go on while they can.`
    case 'read-only':
      return `Nothing can be saved: ${notice.detail}.${notice.copy === null ? '' : ` The mirror can’t be opened there; you see a copy of it in ${notice.copy}.`}`
    case 'mirror-moved':
      return `${notice.file} ${notice.detail} while it was open. Nothing more is written to it; what you typed is in the copy beside it. Put it back, or start Satchel again.`
    case 'copy-failed':
      return `The copy of unpushed changes could not be written: ${notice.detail} (${notice.file}). The changes are in the mirror.`
    case 'remote-folder':
      return `${notice.folder} is on ${notice.detail}: a power cut or a second computer can damage the mirror there. Move the workspace to a disk of this computer.`
    default:
      return exhaustive(notice)
  }
}

function changesInWords(changes: number): string {
  return changes === 1 ? '1 unpushed change' : `${changes} unpushed changes`
}
