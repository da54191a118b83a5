/** A sign-in from the page's side: begun, waited for, given up; each end is a phase that has its picture. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import type { SignIn } from '../../../shared/contract/sign-in'
import { type Failure, failureOf } from '../../../shared/failure'
import type { Connection } from '../../../shared/model/views'
import { queryKeys } from '../../data/query-keys'
import { useSatchel } from '../../data/satchel'

export type SignInPhase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'waiting'; readonly signIn: SignIn }
  | { readonly kind: 'other-account'; readonly id: string; readonly account: string | null }
  | { readonly kind: 'failed'; readonly failure: Failure | 'bug' }

export interface SignInFlow {
  readonly phase: SignInPhase
  start(input: InputOf<SatchelOperations['signIn.start']>): Promise<void>
  cancel(): void
  /** The other account as a connection of its own. */
  keepApart(): Promise<void>
}

/**
 * @param connected called once, with the connection that came of it
 * @param unremoved called where the connection of a sign-in that was given up stays at the gateway
 */
export function useSignIn(connected: (connection: Connection) => void, unremoved: (why: Failure) => void): SignInFlow {
  const satchel = useSatchel()
  const client = useQueryClient()
  const [phase, setPhase] = useState<SignInPhase>({ kind: 'idle' })
  /** Which attempt the page is about: the end of one that was given up is nobody's any more. */
  const current = useRef(0)
  useEffect(() => () => void (current.current += 1), [])

  const finish = async (connection: Connection): Promise<void> => {
    await Promise.all([client.invalidateQueries({ queryKey: queryKeys.connections }), client.invalidateQueries({ queryKey: queryKeys.status })])
    connected(connection)
  }
  /** Runs a step of this attempt; what fails of it is shown. */
  const attempt = async (work: (isMine: () => boolean) => Promise<void>): Promise<void> => {
    current.current += 1
    const mine = current.current
    const isMine = (): boolean => current.current === mine
    try {
      await work(isMine)
    } catch (error) {
      if (isMine()) setPhase({ kind: 'failed', failure: failureOf(error) ?? 'bug' })
    }
  }
  return {
    phase,
    start: (input) =>
      attempt(async (isMine) => {
        setPhase({ kind: 'starting' })
        const signIn = await satchel.request('signIn.start', input)
        if (!isMine()) return void satchel.request('signIn.cancel', { id: signIn.id })
        setPhase({ kind: 'waiting', signIn })
        const end = await satchel.request('signIn.wait', { id: signIn.id })
        if (!isMine()) return
        if (end.kind === 'connected') await finish(end.connection)
        else setPhase({ kind: 'other-account', id: signIn.id, account: end.account })
      }),
    cancel() {
      current.current += 1
      const id = phase.kind === 'waiting' ? phase.signIn.id : phase.kind === 'other-account' ? phase.id : null
      setPhase({ kind: 'idle' })
      // Nobody waits for it any more, whether it hears of it or not; only what stays at the gateway is worth a word.
      if (id !== null)
        satchel
          .request('signIn.cancel', { id })
          .then(({ left }) => left && unremoved(left))
          .catch(() => undefined)
    },
    keepApart: () =>
      attempt(async () => {
        if (phase.kind === 'other-account') await finish(await satchel.request('signIn.keepApart', { id: phase.id }))
      }),
  }
}
