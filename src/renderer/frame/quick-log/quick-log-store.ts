/** Whether the line to log an activity is open, and what it is about where that is known. */
import { create } from 'zustand'
import type { SearchHit } from '../../../shared/model/views'

export type LogSubject = Pick<SearchHit, 'connection' | 'object' | 'id' | 'remoteId' | 'name'>

export const useQuickLog = create<{ readonly open: boolean; readonly about: LogSubject | null }>(() => ({
  open: false,
  about: null,
}))

export function openQuickLog(about: LogSubject | null): void {
  useQuickLog.setState({ open: true, about })
}

export function closeQuickLog(): void {
  useQuickLog.setState({ open: false, about: null })
}
