/**
 * What screens do. `useCommand('records.edit')` gives a function to call, whether it is under way, and the failure of the
 * last time. A failure becomes a toast in the rep's words, unless the screen shows it by the field itself.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InputOf, OperationName, OutputOf, SatchelOperations } from '../../shared/contract/operations'
import { adviceFor, describeFailure, type Failure, failureOf } from '../../shared/failure'
import { type Text, useText } from '../messages/text'
import { showToast } from '../parts/toast'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

export interface Command<Name extends OperationName> {
  /** Resolves to the answer, or to `undefined` when it failed; never rejects. */
  readonly run: (input: InputOf<SatchelOperations[Name]>) => Promise<OutputOf<SatchelOperations[Name]> | undefined>
  readonly busy: boolean
  /** Of the last call; `'bug'` when nobody outside can act on it. */
  readonly failure: Failure | 'bug' | null
  readonly reset: () => void
}

export interface CommandOptions {
  /** The screen shows the failure itself. */
  readonly quiet?: boolean
}

export function useCommand<Name extends OperationName>(operation: Name, { quiet = false }: CommandOptions = {}): Command<Name> {
  const satchel = useSatchel()
  const client = useQueryClient()
  const t = useText()
  const mutation = useMutation({
    // What was sent is let go of with its screen: it may hold a key.
    gcTime: 0,
    mutationFn: (input: InputOf<SatchelOperations[Name]>) => satchel.request(operation, input),
    onError: (error) => {
      if (!quiet) showToast({ fact: failureWords(t, error), failed: true })
    },
    onSuccess: () => {
      // The answer may be here before the event that tells of it: nobody should see the old one in between.
      if (operation.startsWith('connections.'))
        return Promise.all([client.invalidateQueries({ queryKey: queryKeys.connections }), client.invalidateQueries({ queryKey: queryKeys.status })])
      return undefined
    },
  })
  return {
    run: (input) => mutation.mutateAsync(input).catch(() => undefined), // told above, and kept as `failure`
    busy: mutation.isPending,
    failure: mutation.error ? (failureOf(mutation.error) ?? 'bug') : null,
    reset: mutation.reset,
  }
}

/** A failure in a sentence or two. A bug is told as ours. */
export function failureWords(t: Text, error: unknown): string {
  const failure = failureOf(error)
  if (!failure) return t('failure.bug')
  return [describeFailure(failure), adviceFor(failure)].filter(Boolean).join(' ')
}
