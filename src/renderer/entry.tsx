/**
 * Where the page begins. The launch key leaves the address before anything else is loaded: not the router, not a link, not
 * the history ever sees it. The rest follows by itself.
 */
function takeLaunchKey(): string | null {
  const launch = /^#key=([\w-]+)$/.exec(window.location.hash)
  if (launch) window.history.replaceState(null, '', window.location.pathname + window.location.search)
  return launch?.[1] ?? null
}

const launchKey = takeLaunchKey()
void import('./start').then(({ start }) => start(document.getElementById('root'), launchKey))
