/** The log of calls that the gateway keeps for its customers: one entry a call, and the tickets that its support has open. */
import type { Identity } from './api/app'

export interface ApiCall {
  readonly id: string
  readonly created_at: string
  readonly connection_id: string
  readonly workspace_id: string
  readonly environment: string
  readonly integration_type: string
  readonly method: string
  /** What was asked for, as `crm_contact list`. */
  readonly name: string
  readonly path: string
  /** A text, as on the wire. */
  readonly status: string
  readonly type: 'login' | 'webhook' | 'inbound' | 'mcp'
  readonly error?: string
  readonly is_billable: boolean
  readonly unified_response_time: number
}

export interface NewCall {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly tookMs: number
}

export interface Calls {
  note(call: NewCall): void
  /** Newest first. */
  list(): readonly ApiCall[]
}

/** The oldest go beyond this many. */
const KEPT = 5_000

export function createCalls({ connectionId, workspaceId }: Pick<Identity, 'connectionId' | 'workspaceId'>, now: () => number): Calls {
  let calls: ApiCall[] = []
  let last = 0
  return {
    note({ method, path, status, tookMs }) {
      last += 1
      calls.push({
        id: last.toString(16).padStart(24, '0'),
        created_at: new Date(now()).toISOString(),
        connection_id: connectionId,
        workspace_id: workspaceId,
        environment: 'Production',
        integration_type: 'sandbox',
        method,
        name: nameOf(method, path),
        path,
        status: String(status),
        type: 'inbound',
        ...(status >= 400 ? { error: `status ${status}` } : {}),
        is_billable: !path.startsWith('/unified/'),
        unified_response_time: tookMs,
      })
      if (calls.length > KEPT * 1.1) calls = calls.slice(-KEPT)
    },
    list: () => calls.toReversed(),
  }
}

function nameOf(method: string, path: string): string {
  const [area = '', ...rest] = (path.split('?')[0] ?? '').split('/').slice(1)
  // The gateway's own objects stand right below; all others below a connection.
  const [object = '', id] = area === 'unified' ? rest : rest.slice(1)
  const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'remove' }
  return `${area === 'passthrough' ? area : `${area}_${object}`} ${verbs[method] ?? (id === undefined ? 'list' : 'get')}`
}

/** Tickets as support keeps them: these never change. */
export const issues = [
  {
    id: '660000000000000000000001',
    title: 'Deals closed by an import keep their old stage until they are opened',
    status: 'IN_PROGRESS',
    ticket_ref: 'SB-118',
    workspace_id: '',
    importance: 3,
    type: ['bug'],
    created_at: '2026-10-02T09:12:00.000Z',
    updated_at: '2026-11-19T14:30:00.000Z',
  },
  {
    id: '660000000000000000000002',
    title: 'Filter activities by their owner',
    status: 'ROADMAP',
    ticket_ref: 'SB-97',
    workspace_id: '',
    importance: 1,
    type: ['feature'],
    created_at: '2026-07-14T16:05:00.000Z',
    updated_at: '2026-09-01T08:00:00.000Z',
  },
] as const
