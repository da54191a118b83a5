import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connectToHolder, openLocalDoor, readHolder } from '../../../src/main/workspace/local-door'
import { workspaceFiles, workspaceFolder } from '../../../src/main/workspace/folder'
import type { Transport } from '../../../src/shared/contract/client'
import type { EngineEvent } from '../../../src/shared/contract/events'

const files = () => workspaceFiles(workspaceFolder(join(mkdtempSync(join(tmpdir(), 'satchel-door-')), 'workspace'), {}))

function echoEngine(): Transport & { tell(event: EngineEvent): void } {
  const listeners = new Set<(event: EngineEvent) => void>()
  return {
    request: async (operation, input) => ({ ok: true, value: { operation, input } }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell(event) {
      for (const listener of listeners) listener(event)
    },
  }
}

describe('the local door', () => {
  test('carries requests, answers and events to a second process', async () => {
    const place = files()
    const engine = echoEngine()
    const door = await openLocalDoor(place, 'the Satchel window', engine)
    const guest = await connectToHolder(place)
    expect(await guest?.request('records.list', { text: 'Zoë\n✓' })).toEqual({
      ok: true,
      value: { operation: 'records.list', input: { text: 'Zoë\n✓' } },
    })
    const heard = new Promise<EngineEvent>((resolve) => guest?.subscribe(resolve))
    engine.tell({ kind: 'connections.changed' })
    expect(await heard).toEqual({ kind: 'connections.changed' })
    await guest?.close()
    await door.close()
  })

  test('is for the owner alone', async () => {
    const place = files()
    const door = await openLocalDoor(place, 'the Satchel window', echoEngine())
    const { door: address } = readHolder(place)
    expect(statSync(address ?? '').mode & 0o777).toBe(0o600)
    expect(statSync(place.folder).mode & 0o777).toBe(0o700)
    await door.close()
  })

  test('does not open where nobody is behind it', async () => {
    const place = files()
    const door = await openLocalDoor(place, 'the Satchel window', echoEngine())
    await door.close()
    expect(await connectToHolder(place)).toBeNull()
    expect(readHolder(place).holder).toBe('another Satchel process')
  })

  test('answers what waited when the holder goes away', async () => {
    const place = files()
    const silent: Transport = { request: () => new Promise(() => undefined), subscribe: () => () => undefined }
    const door = await openLocalDoor(place, 'the Satchel window', silent)
    const guest = await connectToHolder(place)
    const waiting = guest?.request('sync.run', {})
    await door.close()
    expect(await waiting).toMatchObject({ ok: false })
  })
})
