/** One process for what is measured inside the engine: `node bench-inside.js URL CONNECTION-ID TOKEN FOLDER EDITS` prints the figures. */
import { measureLive } from './live'
import { measurePages } from './pages'

const [url = '', connectionId = '', token = '', folder = '', edits = '200'] = process.argv.slice(2)

/** Texts of so many pages: enough for a hundredth to mean something. */
const PAGES = 200

const pages: string[] = []
for (let offset = 0; pages.length < PAGES; offset += 100) {
  const address = `${url}/crm/${connectionId}/contact?limit=100&offset=${offset}&sort=created_at&order=asc`
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`)
  const text = await response.text()
  if (text.length < 3) break
  pages.push(text)
}

const figures = {
  pages: measurePages(folder, pages),
  live: await measureLive({ url, connectionId, token, folder, edits: Number(edits) }),
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
