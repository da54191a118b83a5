/**
 * One import as the screen lives through it: a file comes in, is guessed, planned as often as something is overruled, and lands.
 *
 * What is asked of the engine is answered out of order at times: each question carries the number of its moment, and an answer to an older one
 * is dropped.
 */
import { useEffect, useRef, useState } from 'react'
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import { failureOf } from '../../../shared/failure'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ImportGuess, ImportResult, ImportSettings, RowCounts } from '../../../shared/model/import'
import type { WritableObjectType } from '../../../shared/model/object-type'
import { useSatchel } from '../../data/satchel'
import { sendFile } from './send-file'

export interface Progress {
  readonly step: 'sending' | 'reading' | 'preparing' | 'planning' | 'landing' | 'taking-back'
  readonly done: number
  readonly total: number | null
}

export interface OpenImport {
  readonly id: string
  readonly name: string
  readonly guess: ImportGuess
  readonly settings: ImportSettings
  /** Null while the rows are being compared. */
  readonly counts: RowCounts | null
  /** Counts up with each new plan and each correction: what shows rows asks again. */
  readonly version: number
}

export type ImportState =
  | { readonly kind: 'no-file'; readonly failure: unknown }
  | { readonly kind: 'reading'; readonly name: string }
  | { readonly kind: 'open'; readonly open: OpenImport }
  | { readonly kind: 'landing'; readonly open: OpenImport }
  | { readonly kind: 'landed'; readonly open: OpenImport; readonly result: ImportResult }

export type ReadingChoice = Partial<Omit<InputOf<SatchelOperations['imports.guess']>, 'id' | 'zone'>>
export type Correction = Omit<InputOf<SatchelOperations['imports.correct']>, 'id'>

export function useImport(connection: ConnectionId, object: WritableObjectType) {
  const satchel = useSatchel()
  const [state, setState] = useState<ImportState>({ kind: 'no-file', failure: null })
  const [progress, setProgress] = useState<Progress | null>(null)
  const moment = useRef(0)
  const session = useRef<string | null>(null)
  const choice = useRef<ReadingChoice>({ object })

  useEffect(() => {
    const unsubscribe = satchel.subscribe((event) => {
      if (event.kind === 'import.progress' && event.id === session.current) setProgress({ step: event.step, done: event.done, total: event.total })
    })
    return () => {
      unsubscribe()
      moment.current += 1
      const left = session.current
      session.current = null
      // Leaving the page ends the import; an engine that is gone has nothing to end.
      if (left !== null) void satchel.request('imports.close', { id: left }).catch(() => undefined)
    }
  }, [satchel])

  /** Does the work unless something newer was asked meanwhile; a failure brings back the first step, with its words. */
  const attempt = async (work: (isCurrent: () => boolean) => Promise<void>): Promise<void> => {
    moment.current += 1
    const mine = moment.current
    try {
      await work(() => moment.current === mine)
    } catch (error) {
      if (moment.current !== mine) return
      setState((current) => (current.kind === 'landing' ? { kind: 'open', open: current.open } : { kind: 'no-file', failure: error }))
    } finally {
      if (moment.current === mine) setProgress(null)
    }
  }

  const plan = async (open: OpenImport, isCurrent: () => boolean): Promise<void> => {
    setState({ kind: 'open', open: { ...open, counts: null } })
    const counts = await satchel.request('imports.plan', { id: open.id, settings: writable(open.settings) })
    if (counts !== null && isCurrent()) setState({ kind: 'open', open: { ...open, counts, version: open.version + 1 } })
  }

  const read = async (id: string, name: string, version: number, isCurrent: () => boolean): Promise<void> => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const guess = await satchel.request('imports.guess', { id, zone, ...choice.current })
    if (guess === null || !isCurrent()) return
    await plan({ id, name, guess, settings: settingsFrom(guess), counts: null, version }, isCurrent)
  }

  const openOf = (): OpenImport | null => ('open' in state ? state.open : null)

  return {
    state,
    progress,
    start: (file: Blob, name: string) =>
      attempt(async (isCurrent) => {
        setState({ kind: 'reading', name })
        const before = session.current
        if (before !== null) await satchel.request('imports.close', { id: before })
        const { id } = await satchel.request('imports.open', { connection, name })
        session.current = id
        await sendFile(satchel, id, file, { isWanted: isCurrent, sent: (done) => setProgress({ step: 'sending', done, total: file.size }) })
        if (isCurrent()) await read(id, name, 0, isCurrent)
      }),
    /** Reads the file in another way; what was mapped by hand is guessed anew. */
    choose: (next: ReadingChoice) => {
      const open = openOf()
      choice.current = { ...choice.current, ...next }
      return open ? attempt((isCurrent) => read(open.id, open.name, open.version, isCurrent)) : undefined
    },
    set: (next: Partial<ImportSettings>) => {
      const open = openOf()
      return open ? attempt((isCurrent) => plan({ ...open, settings: { ...open.settings, ...next } }, isCurrent)) : undefined
    },
    /** Answers null where the engine did not take it. */
    correct: async (correction: Correction) => {
      const open = openOf()
      if (!open) return null
      const { plan: row, counts } = await satchel.request('imports.correct', { id: open.id, ...correction })
      setState((current) => (current.kind === 'open' && current.open.id === open.id ? { kind: 'open', open: { ...current.open, counts } } : current))
      return row
    },
    land: () => {
      const open = openOf()
      return open
        ? attempt(async (isCurrent) => {
            setState({ kind: 'landing', open })
            const result = await satchel.request('imports.land', { id: open.id })
            if (isCurrent()) setState(result === null ? { kind: 'open', open } : { kind: 'landed', open, result })
          })
        : undefined
    },
    /** Whatever is under way ends; a landing leaves nothing behind. */
    stop: () => {
      if (session.current !== null) void satchel.request('imports.stop', { id: session.current }).catch(failureOf)
    },
    again: () => {
      moment.current += 1
      choice.current = { object }
      setState({ kind: 'no-file', failure: null })
    },
  }
}

export type Import = ReturnType<typeof useImport>

function settingsFrom(guess: ImportGuess): ImportSettings {
  const { object, formats, match, columns } = guess
  const mapping = columns.map(({ column, target }) => ({ column, target }))
  return { object, mapping, formats, match, mode: 'both', defaults: {}, emptyClears: false, lists: 'add' }
}

/** The same, as the contract takes it. */
function writable(settings: ImportSettings): InputOf<SatchelOperations['imports.plan']>['settings'] {
  return { ...settings, mapping: [...settings.mapping], match: [...settings.match], defaults: { ...settings.defaults } }
}
