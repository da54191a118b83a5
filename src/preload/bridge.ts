/** The bridge between the page and the main process: carries the contract, and exposes nothing else. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { Answer } from '../shared/contract/client'
import type { EngineEvent } from '../shared/contract/events'

contextBridge.exposeInMainWorld('satchelBridge', {
  request: (operation: string, input: unknown): Promise<Answer> => ipcRenderer.invoke('satchel:request', operation, input),
  subscribe(listener: (event: EngineEvent) => void): () => void {
    // Wrapped: the page never holds Electron's own event.
    const onEvent = (_event: IpcRendererEvent, event: EngineEvent): void => listener(event)
    ipcRenderer.on('satchel:event', onEvent)
    return () => void ipcRenderer.off('satchel:event', onEvent)
  },
  notify: (title: string, body: string): void => ipcRenderer.send('satchel:notify', title, body),
  platform: process.platform,
})
