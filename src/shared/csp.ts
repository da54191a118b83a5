/**
 * The Content Security Policy of the page, one for both shells: what the page is made of comes from its own address, and
 * nothing is ever made of text.
 */

/** Stands in index.html where each load gets its own nonce: React Aria adds one style sheet and reads the nonce there. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${NONCE_PLACEHOLDER}'`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** The header for one load. A nonce is 128 random bits in base64url, never used twice. */
export function contentSecurityPolicy(nonce: string): string {
  return POLICY.replace(NONCE_PLACEHOLDER, nonce)
}
