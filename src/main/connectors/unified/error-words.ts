/**
 * What the CRM said when it said no. No schema is published for it: JSON in several shapes, plain text, a page of HTML or
 * nothing at all must do.
 */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'

/** Long enough for any validation message, short enough for a screen. */
const LONGEST_TEXT = 300

const phrases: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'not signed in',
  402: 'payment required',
  403: 'not allowed',
  404: 'not found',
  405: 'method not allowed',
  409: 'conflict',
  413: 'too large',
  415: 'unsupported format',
  422: 'not valid',
  429: 'too many requests',
  500: 'server error',
  501: 'not offered',
  502: 'bad gateway',
  503: 'not available',
  504: 'gateway timed out',
}

/** In order: `message`, `error.message`, `error` where it is text, the beginning of the text, the name of the status. */
export function errorWords(status: number, body: string): string {
  const json = objectIn(body)
  const error = json?.['error']
  const words =
    textIn(json?.['message']) ??
    (isJsonObject(error) ? textIn(error['message']) : textIn(error)) ??
    firstDetail(json, 'message') ??
    textIn(jsonText(body)) ??
    textIn(plainText(body).slice(0, LONGEST_TEXT))
  return words ?? phrases[status] ?? `status ${status}`
}

/** The field it named, if it did: `field` of the body, of its `error`, or of the first of its `errors`. */
export function errorField(body: string): string | null {
  const json = objectIn(body)
  const error = json?.['error']
  return textIn(json?.['field']) ?? (isJsonObject(error) ? textIn(error['field']) : null) ?? firstDetail(json, 'field')
}

function firstDetail(json: JsonObject | null, member: string): string | null {
  for (const list of [json?.['errors'], json?.['details']]) {
    const first = Array.isArray(list) ? (list[0] as Json | undefined) : undefined
    const text = isJsonObject(first) ? textIn(first[member]) : member === 'message' ? textIn(first) : null
    if (text !== null) return text
  }
  return null
}

/** A body that is one text in quotes. */
function jsonText(body: string): Json | undefined {
  return /^\s*".*"\s*$/s.test(body) ? (JSON.parse(body) as Json) : undefined
}

function objectIn(body: string): JsonObject | null {
  try {
    const json = JSON.parse(body) as Json
    return isJsonObject(json) ? json : null
  } catch {
    // Text or HTML: it is shown as it is.
    return null
  }
}

function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function plainText(body: string): string {
  const withoutTags = body.trimStart().startsWith('<') ? body.replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replaceAll(/<[^>]*>/g, ' ') : body
  return withoutTags.replaceAll(/\s+/g, ' ').trim()
}
