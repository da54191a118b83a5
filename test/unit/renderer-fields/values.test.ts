import { describe, expect, test } from 'vitest'
import { customFields } from '../../../src/renderer/parts/fields/custom-fields'
import { fromDateValue, isDayField, toDateValue } from '../../../src/renderer/parts/fields/date-values'
import { draftOfRows } from '../../../src/renderer/parts/fields/list-rows'
import type { EditableField } from '../../../src/renderer/parts/fields/editable-field'
import { fieldAtPath, groupFields } from '../../../src/renderer/parts/fields/field-groups'
import { hasHiddenCharacters, revealHidden, withoutHidden } from '../../../src/renderer/parts/fields/hidden-characters'
import { safeUrl } from '../../../src/renderer/parts/fields/safe-url'
import { daysUntil } from '../../../src/renderer/parts/fields/days-until'

describe('dates', () => {
  test.each(['Pacific/Auckland', 'America/Los_Angeles', 'UTC'])('a close date is the same day in %s and comes back as it was', (zone) => {
    for (const value of ['2026-12-18', '2026-12-18T00:00:00.000Z']) {
      const date = toDateValue('closing_at', value, zone)
      expect([date?.toString(), fromDateValue(date, value, zone)]).toEqual(['2026-12-18', value])
    }
  })
  test('a meeting is edited in the zone of the rep and written in UTC', () => {
    const date = toDateValue('meeting.start_at', '2026-12-18T22:30:00Z', 'Europe/Berlin')
    expect([date?.day, date && 'hour' in date ? date.hour : null, fromDateValue(date, null, 'Europe/Berlin')]).toEqual([
      18,
      23,
      '2026-12-18T22:30:00.000Z',
    ])
  })
  test('a meeting at midnight UTC is a moment, not a day', () => {
    expect(isDayField('meeting.start_at', '2026-12-18T00:00:00Z')).toBe(false)
  })
  test('tomorrow is one day ahead, however late it is now', () => {
    expect(daysUntil({ kind: 'day', year: 2026, month: 11, day: 25 }, new Date(2026, 10, 24, 23, 59).getTime())).toBe(1)
  })
})

describe('what can’t be seen', () => {
  test('a direction override is shown by its code and can be taken out', () => {
    const text = 'invoice\u202Efdp.exe'
    expect([revealHidden(text), withoutHidden(text)]).toEqual([
      [
        { kind: 'text', text: 'invoice' },
        { kind: 'hidden', code: 'U+202E' },
        { kind: 'text', text: 'fdp.exe' },
      ],
      'invoicefdp.exe',
    ])
  })
  test('emoji and scripts written with joiners hold nothing hidden', () => {
    expect(['👩‍💻', 'क्‍ष', 'line\nbreak\ttab'].map(hasHiddenCharacters)).toEqual([false, false, false])
  })
})

describe('addresses of the web', () => {
  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'JaVaScRiPt:alert(1)', ' vbscript:x'])(
    '%s is text, not a link',
    (text) => {
      expect(safeUrl(text)).toBeNull()
    },
  )
  test('an address without a scheme opens over https', () => {
    expect(safeUrl('nordlicht.example/about')).toBe('https://nordlicht.example/about')
  })
})

describe('an address list', () => {
  const emails = fieldAtPath('contact', {}, 'emails') as EditableField
  test('keeps what else the CRM put into an entry that the rep retypes', () => {
    expect(draftOfRows(emails, [{ entry: { email: 'a@x.example', type: 'WORK', verified: true }, text: 'b@x.example' }])).toEqual({
      ok: true,
      values: [{ path: 'emails', value: [{ email: 'b@x.example', type: 'WORK', verified: true }] }],
    })
  })
  test('an address that was odd when it came does not block saving another', () => {
    const odd = { email: 'not an address' }
    expect(
      draftOfRows(emails, [
        { entry: odd, text: 'not an address' },
        { entry: { email: '' }, text: 'c@x.example' },
      ]),
    ).toMatchObject({ ok: true, values: [{ value: [odd, { email: 'c@x.example' }] }] })
  })
  test('rows left empty are not saved, and without any the field is cleared', () => {
    expect(draftOfRows(emails, [{ entry: { email: '' }, text: '  ' }])).toMatchObject({ ok: true, values: [{ value: null }] })
  })
})

describe('custom fields', () => {
  test('are of the kind that their value needs, whatever their format says', () => {
    const fields = customFields({
      metadata: [
        { slug: 'n', format: 'NUMBER', value: 'twelve' },
        { slug: 'b', format: 'TEXT', value: true },
        { slug: 'l', value: ['x'] },
        { slug: 'd', format: 'DATE', value: '2026-12-18' },
      ],
    })
    expect(fields.map(({ path, kind }) => [path, kind])).toEqual([
      ['metadata.n', 'text'],
      ['metadata.b', 'boolean'],
      ['metadata.l', 'texts'],
      ['metadata.d', 'date-time'],
    ])
  })
  test('a slug that reaches into JavaScript’s own objects is left out', () => {
    expect(
      customFields({
        metadata: [
          { slug: '__proto__', value: 1 },
          { slug: 'a.constructor', value: 1 },
        ],
      }),
    ).toEqual([])
  })
})

describe('groups', () => {
  test('every field of the model stands in exactly one group', () => {
    const paths = Object.values(groupFields('contact', {}))
      .flat()
      .map(({ path }) => path)
    expect([new Set(paths).size, paths.includes('created_at' as never), paths.includes('address.city' as never)]).toEqual([paths.length, true, true])
  })
  test('a call shows the fields of a call and no others', () => {
    const { main } = groupFields('event', { type: 'CALL', call: {} })
    expect(main.filter(({ path }) => path.includes('.')).map(({ path }) => path)).toEqual(['call.description', 'call.duration', 'call.start_at'])
  })
})
