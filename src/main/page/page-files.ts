/**
 * The built page as both shells serve it: a list of names made by the build, and nothing else. A path that is not on the list
 * does not exist, however it is written.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { contentSecurityPolicy, NONCE_PLACEHOLDER } from '../../shared/csp'

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

export interface PageFiles {
  /** The file at a request's path, exactly as it was sent; null for everything that is not on the list. `/` is the page. */
  find(path: string): PageFile | null
}

/** The headers of every answer of ours, errors too. */
export function protectiveHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  }
}

export function freshNonce(): string {
  return randomBytes(16).toString('base64url')
}

/** Reads the list of names beside the files, once. */
export function openPageFiles(folder: string): PageFiles {
  const names = new Set(z.array(z.string()).parse(JSON.parse(readFileSync(join(folder, 'page-files.json'), 'utf8'))))
  return {
    find(path) {
      const name = path === '/' ? 'index.html' : path.slice(1)
      if (!path.startsWith('/') || !names.has(name)) return null
      const nonce = freshNonce()
      const content = readFileSync(join(folder, name))
      const body = name.endsWith('.html') ? Buffer.from(content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce)) : content
      return {
        body: new Uint8Array(body),
        headers: { ...protectiveHeaders(nonce), 'content-type': MIME[extname(name)] ?? 'application/octet-stream' },
      }
    },
  }
}
