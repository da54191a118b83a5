/**
 * Commands that are specified and not in this version. They are listed as such and say so when they are called, with whatever
 * arguments: nobody's script may believe that something was done.
 */
import { fail } from '../../../shared/failure'
import type { Act, Program } from '../program'

const COMMANDS = {
  backup: 'a copy of the workspace, and its return',
  api: 'the local normalized API',
  mcp: 'the MCP server on stdio',
} as const

function notInThisVersion(what: string): never {
  return fail({ kind: 'not-in-this-version', what })
}

export function addLaterCommands(program: Program, act: Act): void {
  for (const [name, description] of Object.entries(COMMANDS)) {
    program
      .command(name)
      .description(description)
      .argument('[arguments...]')
      .allowUnknownOption()
      .action(() => act(name, async () => notInThisVersion(name)))
  }
}
