/**
 * How the three parts are built. Chunks stand beside the entries on purpose: an entry finds its threads and processes by
 * `new URL('./engine-thread.js', import.meta.url)`, and the module that says so may end up in a chunk.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const mainEntries = {
  index: 'src/main/shell/main.ts',
  satchel: 'src/main/cli/main.ts',
  'engine-thread': 'src/main/engine-thread.ts',
  'reader-thread': 'src/main/reader-thread.ts',
  'mirror-check': 'src/main/mirror-check.ts',
  sandbox: 'src/main/sandbox/main.ts',
}

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      sourcemap: true,
      rollupOptions: {
        input: mainEntries,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can only be CommonJS.
      rollupOptions: { input: { bridge: 'src/preload/bridge.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    // Relative: the page lives under app://satchel/ and under a loopback address.
    base: './',
    plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }), enforce: 'pre' }, listPageFiles()],
    build: {
      outDir: 'out/renderer',
      target: 'chrome140',
      minify: true,
      // The policy allows no data: address but for images.
      assetsInlineLimit: 0,
      rollupOptions: { input: 'src/renderer/index.html' },
    },
  },
})

/** Leaves the names of the page's files in `page-files.json`: the shells serve these and nothing else. */
function listPageFiles(): Plugin {
  return {
    name: 'satchel:page-files',
    apply: 'build',
    writeBundle({ dir }) {
      const folder = dir ?? this.error('the page needs an output folder')
      const names = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'page-files.json')
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      writeFileSync(join(folder, 'page-files.json'), `${JSON.stringify(names.toSorted(), null, 2)}\n`)
    },
  }
}
