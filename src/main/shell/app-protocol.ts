/** The page's address, app://satchel/: files from the build's list of names, everything else is 404. */
import { protocol } from 'electron'
import { freshNonce, type PageFiles, protectiveHeaders } from '../page/page-files'

export const APP_ORIGIN = 'app://satchel'

/** Before `ready`: the scheme behaves as https does. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** After `ready`. */
export function serveApp(page: PageFiles): void {
  protocol.handle('app', (request) => {
    const url = URL.parse(request.url)
    const allowed = url !== null && url.protocol === 'app:' && url.host === 'satchel' && url.search === '' && request.method === 'GET'
    const file = allowed ? page.find(url.pathname) : null
    if (file === null)
      return new Response('Not found.\n', {
        status: 404,
        headers: { ...protectiveHeaders(freshNonce()), 'content-type': 'text/plain; charset=utf-8' },
      })
    return new Response(file.body, { headers: file.headers })
  })
}
