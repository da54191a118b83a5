/**
 * Who may import whom (ARCHITECTURE.md, "The rooms"). A room lists what it may reach; everything else of ours is refused, so a
 * new folder is closed until somebody decides.
 */
const main = '^src/main/'
const shared = '^src/shared/'
const world = `${main}world\\.ts$`
const workspace = `${main}workspace/`
const door = `${main}(shell|host|cli|api)/`

/** A room and what of ours it may import besides itself. */
const room = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: [from, ...allowed] },
})

module.exports = {
  forbidden: [
    room('shared-imports-nothing', shared, [], 'shared/ is the bottom: move what you need into it, or pass it in as an argument.'),
    room(
      'renderer-knows-the-contract-only',
      '^src/renderer/',
      [shared],
      'The page reaches the engine through the contract in shared/ alone: add an operation there.',
    ),
    room('preload-is-a-transport', '^src/preload/', [shared], 'The preload carries the contract and nothing else.'),
    room('sandbox-shares-no-misreading', `${main}sandbox/`, [shared], 'The sandbox must not know how a connector reads: it imports shared/ only.'),
    room('mirror-knows-the-model-only', `${main}mirror/`, [shared, world], 'mirror/ is under everything: return rows and let the caller act.'),
    room(
      'connectors-know-no-database',
      `${main}connectors/`,
      [shared, world],
      'A connector turns a remote API into the model and returns it: no SQL, no sync, no Electron.',
    ),
    room(
      'decide-is-pure',
      `${main}sync/decide/`,
      [shared],
      'sync/decide is told what it needs as arguments: it reads no clock, database, network or neighbour.',
    ),
    room(
      'import-knows-the-model-only',
      `${main}import/`,
      [shared],
      'import/ reads a table and plans its rows: what the mirror knows comes in as an argument.',
    ),
    room(
      'sync-stands-under-the-services',
      `${main}sync/run/`,
      [shared, world, `${main}(sync/decide|connectors|mirror)/`],
      'sync/run may use decide, connectors and mirror; what it needs of others comes in as an argument.',
    ),
    room(
      'services-know-no-door',
      `${main}services/`,
      [shared, world, workspace, `${main}thread-rpc\\.ts$`, `${main}(sync|connectors|mirror|import)/`],
      'services/ answer any door: nothing of HTTP, of a window or of a terminal in them.',
    ),
    room('workspace-stands-alone', workspace, [shared, world], 'workspace/ holds files and sockets that every door needs; it may need none of them.'),
    room(
      'the-receiver-hands-bytes-on',
      `${main}webhooks/`,
      [shared],
      'webhooks/ listens and hands bytes on: what to make of them is the services’ to judge.',
    ),
    room('page-files-stand-alone', `${main}page/`, [shared], 'page/ holds what both shells need to serve the page.'),
    room(
      'doors-open-the-engine',
      door,
      [shared, world, workspace, `${main}page/`, `${main}engine\\.ts$`, `${main}sandbox/server\\.ts$`, `${main}host/`],
      'A door asks the engine through the contract: open it with openEngine and send a request.',
    ),
    {
      name: 'nobody-imports-a-door',
      comment: 'Doors stand outside: what they share belongs into workspace/, page/ or the services. The command line may start the browser host.',
      severity: 'error',
      from: { pathNot: [door] },
      to: { path: door },
    },
    {
      name: 'host-is-started-by-the-command-line',
      comment: 'Only the command line starts the browser host.',
      severity: 'error',
      from: { path: `${main}(shell|api)/` },
      to: { path: `${main}host/` },
    },
    {
      name: 'electron-only-in-shell-and-preload',
      comment: 'Only shell/ and preload/ know that Electron exists: take what you need as an argument of openEngine.',
      severity: 'error',
      from: { path: '^src/', pathNot: [`${main}shell/`, '^src/preload/'] },
      to: { path: '^(electron|electron-store|electron-updater)(/|$)|node_modules/(electron|electron-store|electron-updater)/' },
    },
    {
      name: 'sqlite-only-in-mirror-and-sandbox',
      comment: 'SQL lives in mirror/ (and in the store of the sandbox): write a function there.',
      severity: 'error',
      from: { path: '^src/', pathNot: [`${main}mirror/`, `${main}sandbox/`] },
      to: { path: 'better-sqlite3|^node:sqlite$' },
    },
    {
      name: 'page-and-model-know-no-node',
      comment: 'shared/, sync/decide and the page run without Node.',
      severity: 'error',
      from: { path: [shared, '^src/renderer/', `${main}sync/decide/`] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea, or hide a third: merge them or pull it out.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(raw|url)$' },
    },
  ],
  options: {
    // With TypeScript 7 alone the tool reads no module, and is content.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$|\\.d\\.ts$' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
}
