// Wrong on purpose: the lint must say so, line by line. See lint.test.ts.
type Answer = 'yes' | 'no'
const later = async (): Promise<number> => 1
export function forgets(): void {
  later()
}
export function misses(answer: Answer): number {
  switch (answer) {
    case 'yes':
      return 1
  }
  return 0
}
export function trusts(text: string): string {
  const parsed = JSON.parse(text)
  return parsed.name
}
