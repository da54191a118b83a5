/** Looks whether everything a workspace needs is sound, and says what to do about what is not. Changes nothing. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describeFailure } from '../../shared/failure'
import { describeNotice } from '../../shared/storage-notice'
import { outcomeFailure } from '../connectors/outcome-failure'
import { countChanges } from '../mirror/outbox'
import { quickCheck, sqliteVersion } from '../mirror/open'
import { readSidecar } from '../mirror/sidecar'
import { keptDamaged } from '../mirror/storage'
import type { CommandHandlers } from './dispatch'
import type { Workbench } from './workbench'

interface Check {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
  readonly advice: string | null
}

export function doctorHandlers(bench: Workbench): Pick<CommandHandlers, 'doctor.run' | 'workspace.notices'> {
  return {
    'workspace.notices': () => {
      bench.storage.look()
      return bench.storage.notices()
    },
    'doctor.run': async () => {
      const checks = [
        checkMirror(bench),
        checkSidecar(bench),
        checkStorage(bench),
        checkRights(bench),
        checkSqlite(bench),
        checkSweeps(bench),
        ...(await checkConnections(bench)),
      ]
      return { ok: checks.every((check) => check.ok), checks }
    },
  }
}

/** What a check in this process finds is a doubt, no verdict: a disk that does not answer looks like damage. */
function checkMirror({ db, files, storage }: Workbench): Check {
  const problems = quickCheck(db)
  const ok = problems.length === 0
  if (!ok) storage.suspect(problems[0] ?? '')
  return {
    name: 'mirror',
    ok,
    detail: ok ? `${files.mirror} is sound` : problems.slice(0, 3).join('; ').slice(0, 500),
    advice: ok
      ? null
      : 'A fresh process looks at it now. Where it is damaged it is kept under another name and made anew, with your unpushed changes: run doctor again.',
  }
}

function checkSidecar({ db, files, settings }: Workbench): Check {
  const open = settings
    .current()
    .connections.map(({ id }) => countChanges(db, id))
    .reduce((sum, counts) => sum + counts.waiting + counts.held + counts.pushing + counts.rejected + counts.conflict, 0)
  const copied = readSidecar(files.sidecar)?.changes.length ?? 0
  const ok = open === copied
  return {
    name: 'unpushed changes',
    ok,
    detail: ok ? `${open} in the mirror, as many in the sidecar` : `${open} in the mirror, ${copied} in the sidecar`,
    advice: ok ? null : 'Save any edit: the sidecar is written anew with it.',
  }
}

/** What happened to the mirror, and how its disk stands. A rescue that went well is told, and is no fault of today. */
function checkStorage({ files, storage }: Workbench): Check {
  storage.look()
  const notices = storage.notices()
  const wrong = notices.filter(({ kind }) => kind !== 'changes-brought-back' && kind !== 'mirror-set-aside')
  const kept = keptDamaged(files)
  return {
    name: 'storage',
    ok: wrong.length === 0,
    detail: notices.length === 0 ? 'nothing to tell' : notices.map(describeNotice).join(' '),
    advice: kept.length === 0 ? null : `Kept for a look, and safe to delete: ${kept.map((name) => join(files.folder, name)).join(', ')}`,
  }
}

function checkRights({ files }: Workbench): Check {
  const readable =
    process.platform === 'win32' ? [] : [files.folder, files.mirror].filter((path) => existsSync(path) && (statSync(path).mode & 0o077) !== 0)
  return {
    name: 'rights',
    ok: readable.length === 0,
    detail: readable.length === 0 ? 'only you can read the workspace' : `others can read ${readable.join(', ')}`,
    advice: readable.length === 0 ? null : `chmod -R go= ${files.folder}`,
  }
}

function checkSqlite({ db }: Workbench): Check {
  const version = sqliteVersion(db)
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  // Before 3.51.3 a reset of the write-ahead log could lose committed rows.
  const ok = major > 3 || (major === 3 && (minor > 51 || (minor === 51 && patch >= 3)))
  return { name: 'sqlite', ok, detail: version, advice: ok ? null : 'Reinstall Satchel: it ships SQLite 3.51.3 or later.' }
}

/** Whether the copies are whole, as far as the sweeps can tell. */
function checkSweeps({ sync }: Workbench): Check {
  const found = sync
    .status(null)
    .connections.flatMap(({ name, objects }) => Object.entries(objects).map(([object, { sweep }]) => ({ where: `${name}, ${object}`, ...sweep })))
  const doubted = found.filter((each) => each.doubted).map(({ where }) => `the list of ${where} lacks records that exist`)
  const missed = found.filter((each) => each.missed > 0).map((each) => `${each.missed} records of ${each.where} had been missed and were found`)
  return {
    name: 'sweeps',
    ok: doubted.length === 0,
    detail: doubted.length + missed.length === 0 ? 'nothing was missed' : [...doubted, ...missed].join('; '),
    advice: doubted.length === 0 ? null : 'Nothing was removed. It is listed another way tomorrow; `satchel reconcile` does so now.',
  }
}

async function checkConnections(bench: Workbench): Promise<readonly Check[]> {
  // A copy that was kept has no token, and needs none.
  const linked = bench.settings.current().connections.filter(({ unlinked }) => !unlinked)
  return Promise.all(
    linked.map(async (connection): Promise<Check> => {
      const name = `connection ${connection.name}`
      const token = await bench.outside.token(connection)
      if (token === null) return { name, ok: false, detail: 'there is no token', advice: 'Connect again with a token.' }
      const outcome = await bench.connectorWithToken(connection, token).describe(null)
      if (outcome.kind === 'answered') return { name, ok: true, detail: `${connection.url} answers`, advice: null }
      const failure = outcomeFailure(outcome, { connection: connection.name, host: new URL(connection.url).host, now: bench.world.now() })
      return { name, ok: false, detail: describeFailure(failure), advice: 'Work goes on with what is on this computer.' }
    }),
  )
}
