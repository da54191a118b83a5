/**
 * The checks that every request passes before any work, in this order: the socket is loopback, the Host is exactly ours, the
 * method is one of ours, the Origin is absent or ours, Sec-Fetch-Site does not speak of another site. A page that rebinds its
 * name to 127.0.0.1 sends neither Origin nor Sec-Fetch-Site; its Host gives it away.
 */
import type { IncomingMessage } from 'node:http'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const METHODS = new Set(['GET', 'HEAD', 'POST'])

/** The values of Host that mean us. */
export function hostsOf(port: number): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `[::1]:${port}`, `localhost:${port}`])
}

/** The status to refuse with, or null to go on. */
export function guard(request: IncomingMessage, hosts: ReadonlySet<string>): number | null {
  if (!LOOPBACK.has(request.socket.remoteAddress ?? '')) return 403
  // Every header as it came: Node joins or drops duplicates.
  const sent = headerValues(request, 'host')
  const host = sent[0] ?? ''
  if (sent.length !== 1 || !hosts.has(host)) return 403
  const method = request.method ?? ''
  if (method === 'OPTIONS') return 403
  if (!METHODS.has(method)) return 405
  const origins = headerValues(request, 'origin')
  if (origins.length > 1 || (origins[0] !== undefined && origins[0] !== `http://${host}`)) return 403
  const site = request.headers['sec-fetch-site']
  const isDocument = method === 'GET' && request.url === '/' && request.headers['upgrade'] === undefined
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && isDocument)) return 403
  // Data never stands behind an address, so an address has no business with a query.
  if (request.url === undefined || !request.url.startsWith('/') || request.url.startsWith('//')) return 404
  return null
}

function headerValues(request: IncomingMessage, name: string): readonly string[] {
  return request.rawHeaders.filter((_value, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === name)
}
