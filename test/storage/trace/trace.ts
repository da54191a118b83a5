/**
 * A short day at the desk in a process of its own: opens the workspace, pulls, edits, creates, closes. Says each save on stdout as it was
 * answered, so that whoever kills it or takes its disk away knows what was acknowledged: `saved TEXT`, `refused TEXT`.
 */
import { writeSync } from 'node:fs'
import { failureOf } from '../../../src/shared/failure'
import { workspaceFiles } from '../../../src/main/workspace/folder'
import { contacts, openDesk } from '../support/workspace'

const say = (line: string): void => void writeSync(1, `${line}\n`)

function attempt(text: string, save: () => unknown): void {
  try {
    save()
    say(`saved ${text}`)
  } catch (error) {
    if (failureOf(error) === null) throw error
    say(`refused ${text}`)
  }
}

/** A page that could not be stored comes again; only edits are said. */
function pull(from: number): void {
  try {
    desk.pull(contacts(20, from))
  } catch (error) {
    if (failureOf(error) === null) throw error
  }
}

const desk = openDesk(workspaceFiles(process.argv[2] ?? ''), { suspect: () => undefined })
pull(1)
for (let round = 1; round <= 3; round += 1) {
  attempt(`update title="Round ${round}"`, () => desk.edit(String(round), { title: `Round ${round}` }))
  pull(100 * round)
  attempt(`create name="Newcomer ${round}"`, () => desk.create({ name: `Newcomer ${round}` }))
}
desk.close()
