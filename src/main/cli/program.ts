/**
 * The whole command line as a tree: every command that `satchel` knows, those of later versions included. What a command does
 * stands in `commands/`; here is only what they have in common.
 */
import { Command } from '@commander-js/extra-typings'
import { version } from '../../../package.json'
import { addChangeCommands } from './commands/changes'
import { addConnectCommand } from './commands/connect'
import { addConvertCommand } from './commands/convert'
import { addConnectionCommands } from './commands/connections'
import { addDoctorCommand } from './commands/doctor'
import { addDuplicateCommands } from './commands/duplicates'
import { addEditCommands } from './commands/edits'
import { addExportCommand } from './commands/export'
import { addGatewayCommands } from './commands/gateway'
import { addFieldsCommand } from './commands/fields'
import { addImportCommand } from './commands/import'
import { addLaterCommands } from './commands/later'
import { addLogCommand } from './commands/log'
import { addManyCommands } from './commands/many'
import { addPushCommands } from './commands/push'
import { addRecordCommands } from './commands/records'
import { addReportCommand } from './commands/report'
import { addReviewCommands } from './commands/review'
import { addResolveCommand } from './commands/resolve'
import { addSandboxCommand } from './commands/sandbox'
import { addScopeCommand } from './commands/scope'
import { addSettingsCommand } from './commands/settings'
import { addServeCommand } from './commands/serve'
import { addSyncCommands } from './commands/sync'
import { addWebhookCommands } from './commands/webhooks'
import type { ExitCode } from './exit-code'
import type { Invocation } from './invocation'

/** Runs one command's work; what it returns is the exit code, nothing means done. */
export type Act = (command: string, work: (invocation: Invocation) => Promise<ExitCode | void>, options?: ActOptions) => Promise<void>

interface ActOptions {
  /** Runs until it is asked to end, and ends then by itself: with 0, since that is how it is meant to end. */
  readonly untilStopped?: boolean
}

export type Program = ReturnType<typeof createProgram>

/** The options that every command takes, before or after its name. */
export function createProgram() {
  return new Command('satchel')
    .description('A CRM you can carry: work on a complete local copy, then push what you changed.')
    .version(version)
    .option('--workspace <dir>', 'the data folder (else SATCHEL_WORKSPACE, else the app’s own)')
    .option('--connection <name>', 'which connection; may be left out where there is only one')
    .option('--json', 'one JSON document on stdout, or one a line for lists')
    .helpOption('-h, --help', 'show help')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
}

export function addCommands(program: Program, act: Act): void {
  program.commandsGroup('Connections:')
  addConnectCommand(program, act)
  addConnectionCommands(program, act)
  addScopeCommand(program, act)
  program.commandsGroup('Sync:')
  addSyncCommands(program, act)
  addLogCommand(program, act)
  addWebhookCommands(program, act)
  addGatewayCommands(program, act)
  program.commandsGroup('Records:')
  addRecordCommands(program, act)
  addFieldsCommand(program, act)
  addEditCommands(program, act)
  addConvertCommand(program, act)
  addReportCommand(program, act)
  addManyCommands(program, act)
  addExportCommand(program, act)
  addImportCommand(program, act)
  addDuplicateCommands(program, act)
  program.commandsGroup('Changes:')
  addChangeCommands(program, act)
  addResolveCommand(program, act)
  addReviewCommands(program, act)
  addPushCommands(program, act)
  program.commandsGroup('Workspace:')
  addDoctorCommand(program, act)
  addSettingsCommand(program, act)
  addServeCommand(program, act)
  addSandboxCommand(program, act)
  program.helpCommand('help [command]', 'show help for a command')
  program.commandsGroup('Not in this version:')
  addLaterCommands(program, act)
}
