export function withMoves(document: string): string
