/** The pages that a person sees while signing in to a CRM of the sandbox. Plain HTML: the browser is not ours. */
import { createHash } from 'node:crypto'
import type { Integration } from '../workspace/integrations'
import { accounts } from '../workspace/connections'

const style = `body{font:14px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#16181d;display:grid;place-items:center;min-height:100vh}
main{background:#fff;border:1px solid #c9cdd6;border-radius:8px;padding:24px;max-width:420px}h1{font-size:18px;margin:0 0 8px}
fieldset{border:0;padding:0;margin:16px 0}label{display:flex;gap:8px;padding:4px 0}ul{padding-left:20px}
button{font:inherit;min-height:32px;padding:4px 16px;border:1px solid #8b92a1;border-radius:6px;background:#fff;color:#16181d}
button.main{background:#1f4fd1;border-color:#1f4fd1;color:#fff}p.note{color:#4d5565}`
const styleHash = createHash('sha256').update(style).digest('base64')

export function consentPage(integration: Integration, permissions: readonly string[]): Response {
  const choices = accounts.map(
    ({ number, name, email }) =>
      `<label><input type="radio" name="account" value="${number}"${number === 1 ? ' checked' : ''}> <span>${name} (${email})</span></label>`,
  )
  return page(
    `Sign in to ${integration.name}`,
    `<p>An app asks for access to ${integration.name}: ${permissions.length} permissions.</p>
<form method="post"><fieldset><legend>Sign in as</legend>${choices.join('')}</fieldset>
<button class="main" name="answer" value="allow">Allow</button> <button name="answer" value="deny">Deny</button></form>
<p class="note">This is the sandbox: no real account is behind it.</p>`,
  )
}

export function expiredPage(): Response {
  return page(
    'This sign-in has expired',
    '<p>It was opened too long ago.</p><form method="post"><button name="answer" value="expired">Go back to the app</button></form>',
  )
}

/** Where there is nowhere to go back to. */
export function donePage(words: string): Response {
  return page('Done', `<p>${words} You can close this tab.</p>`)
}

function page(title: string, body: string): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  })
}
