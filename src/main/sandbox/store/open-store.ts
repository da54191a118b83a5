/**
 * Opens the sandbox's store with the data that was asked for: made anew, or as it was left.
 *
 * A kept file is filled beside its place and renamed when it is complete, so that an interrupted start leaves no half of a CRM.
 * Without a file of one's own, small data lives in memory; large data is made once a seed in the computer's folder for
 * temporary files, and each run works on a copy of it.
 */
import { copyFileSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fail } from '../../../shared/failure'
import { canonicalJson } from '../../../shared/model/json'
import { type Counts, countsFor, DEFAULT_RECORDS, totalOf } from '../counts'
import { DATA_ENDS } from '../data/company-world'
import { fillStore } from '../data/fill-store'
import { DATA_VERSION, openDatabase, readAbout, type Store, writeAbout } from './open'

export interface OpenStoreRequest {
  readonly file: string | null
  readonly counts: Counts | null
  readonly seed: number | null
  readonly onProgress: (line: string) => void
}

export interface OpenedStore {
  readonly store: Store
  readonly seed: number
  /** The last moment that the sample data knows of. */
  readonly dataEnds: number
  close(): void
}

/** Up to here the data is made in about a second and needs no file. */
const MOST_IN_MEMORY = 20_000

export function openStore({ file, counts, seed, onProgress }: OpenStoreRequest): OpenedStore {
  const wanted = { counts: counts ?? countsFor(DEFAULT_RECORDS), seed: seed ?? 1 }
  if (file === ':memory:' || (file === null && totalOf(wanted.counts) <= MOST_IN_MEMORY)) {
    const store = openDatabase(':memory:')
    fill(store, wanted, onProgress)
    return opened(store, wanted.seed)
  }
  if (file === null) return openCopy(wanted, onProgress)
  if (!existsSync(file)) fillFile(file, wanted, onProgress)
  const store = openDatabase(file)
  const held = readWanted(store, file)
  const differs = (counts !== null && canonicalJson({ ...counts }) !== canonicalJson({ ...held.counts })) || (seed !== null && seed !== held.seed)
  if (differs) {
    store.close()
    return fail({
      kind: 'bad-input',
      where: '--store',
      expected: 'a file with that data, or one that does not exist yet',
      got: `${file}, which holds ${totalOf(held.counts)} records of seed ${held.seed}`,
    })
  }
  return opened(store, held.seed)
}

interface Wanted {
  readonly counts: Counts
  readonly seed: number
}

function opened(store: Store, seed: number, afterwards: () => void = () => undefined): OpenedStore {
  return {
    store,
    seed,
    dataEnds: DATA_ENDS,
    close() {
      store.close()
      afterwards()
    },
  }
}

function fill(store: Store, { counts, seed }: Wanted, onProgress: (line: string) => void): void {
  fillStore(store, counts, seed, onProgress)
  writeAbout(store, 'wanted', JSON.stringify({ version: DATA_VERSION, counts, seed }))
}

function fillFile(file: string, wanted: Wanted, onProgress: (line: string) => void): void {
  mkdirSync(dirname(file), { recursive: true })
  removeAbandoned(dirname(file), (name) => (name.startsWith(`${basename(file)}.`) ? /\.(\d+)\.part$/.exec(name)?.[1] : undefined))
  const unfinished = `${file}.${process.pid}.part`
  rmSync(unfinished, { force: true })
  const store = openDatabase(unfinished)
  // Nothing to lose yet: an unfinished file is thrown away.
  store.pragma('journal_mode = OFF')
  store.pragma('synchronous = OFF')
  fill(store, wanted, onProgress)
  store.close()
  renameSync(unfinished, file)
}

function readWanted(store: Store, file: string): Wanted {
  const refuseFile = (got: string): never => {
    store.close()
    return fail({ kind: 'bad-input', where: '--store', expected: 'a file of the sandbox, or one that does not exist yet', got })
  }
  let text: string | null
  try {
    text = readAbout(store, 'wanted')
  } catch (error) {
    return refuseFile(`${file} (${(error as Error).message})`)
  }
  if (text === null) return refuseFile(file)
  const held = JSON.parse(text) as Wanted & { version: number }
  return held.version === DATA_VERSION ? held : refuseFile(`${file}, made by another version`)
}

function openCopy(wanted: Wanted, onProgress: (line: string) => void): OpenedStore {
  const folder = join(tmpdir(), `satchel-sandbox-${userInfo().uid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  removeAbandoned(folder, (name) => /^run-(\d+)-/.exec(name)?.[1])
  const { contact, company, deal, event, lead, pipeline } = wanted.counts
  const original = join(folder, `v${DATA_VERSION}-${wanted.seed}-${[contact, company, deal, event, lead, pipeline].join('-')}.db`)
  if (!existsSync(original)) fillFile(original, wanted, onProgress)
  const copy = join(folder, `run-${process.pid}-${Math.floor(performance.now())}.db`)
  copyFileSync(original, copy, constants.COPYFILE_FICLONE)
  return opened(openDatabase(copy), wanted.seed, () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${copy}${suffix}`, { force: true })
  })
}

/** A sandbox that was killed could not clear up. Its files carry its process id; those of living ones are left alone. */
function removeAbandoned(folder: string, ownerOf: (name: string) => string | undefined): void {
  for (const name of readdirSync(folder)) {
    const owner = ownerOf(name)
    if (owner !== undefined && Number(owner) !== process.pid && !isAlive(Number(owner))) rmSync(join(folder, name), { force: true })
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch (error) {
    // It exists and is someone else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
