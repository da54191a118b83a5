/** How a command ended, as the shell sees it. The numbers are promised in docs/command-line.md; scripts depend on them. */
import { exhaustive } from '../../shared/assert'
import type { Failure } from '../../shared/failure'

export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  notAuthorized: 3,
  needsDecision: 4,
  unreachable: 5,
  workspace: 6,
  /** What shells say of a process that was stopped with Ctrl-C. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export function exitCodeOf(failure: Failure): ExitCode {
  switch (failure.kind) {
    case 'bad-input':
      return exitCodes.wrongUsage
    case 'sign-in':
      return failure.why === 'port-taken' ? exitCodes.wrongUsage : exitCodes.notAuthorized
    case 'not-authorized':
      return exitCodes.notAuthorized
    case 'unreachable':
    case 'asked-to-wait':
      return exitCodes.unreachable
    case 'workspace-in-use':
    case 'mirror-unusable':
    case 'read-only':
      return exitCodes.workspace
    case 'not-found':
    case 'refused':
    case 'not-supported':
    case 'storage':
    case 'not-in-this-version':
      return exitCodes.failed
    default:
      return exhaustive(failure)
  }
}
