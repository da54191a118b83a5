/** The Unified connector against the sandbox, over a real socket. */
import { afterAll, beforeAll } from 'vitest'
import { createHttp } from '../../../../src/main/connectors/http'
import { createUnifiedConnector } from '../../../../src/main/connectors/unified/unified'
import { type RunningSandbox, startSandbox } from '../../../../src/main/sandbox/server'
import { connectorConformance } from '../conformance'

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startSandbox({ records: 'contact=250,company=20,deal=20,event=20,lead=20', seed: 5 })
})
afterAll(() => sandbox.close())

const http = createHttp()

connectorConformance('unified', () => ({
  connect: (token) =>
    createUnifiedConnector(
      { url: sandbox.url, connectionId: sandbox.connectionId, token: async () => (token === 'good' ? sandbox.token : 'wrong') },
      http,
    ),
  nextFault: (fault, method) => sandbox.controls.setFaults(`${fault}:1x:${method}`),
}))
