export function electronInstalled(): boolean
export function electronBinary(): string | null
export function fetchElectron(timeoutMs: number): { binary: string } | { why: string }
