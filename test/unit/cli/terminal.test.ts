import { describe, expect, test } from 'vitest'
import { jsonLine } from '../../../src/main/cli/output/output'
import { cutToWidth, displayWidth, plainLine, plainText } from '../../../src/main/cli/output/plain'
import { tableLines } from '../../../src/main/cli/output/table'

describe('text from outside on a terminal', () => {
  test.each([
    ['a window title (OSC)', '\u001B]0;owned\u0007Ada', 'Ada'],
    ['a clipboard write without an end', 'Ada\u001B]52;c;ZXZpbA==', 'Ada'],
    ['a link (OSC 8) keeps its words', '\u001B]8;;https://evil.example\u001B\\click\u001B]8;;\u001B\\', 'click'],
    ['colours and cursor moves (CSI)', '\u001B[31mred\u001B[2J\u001B[1;1H', 'red'],
    ['the C1 forms of the same', '\u009B31mred\u009D0;owned\u009C!', 'red!'],
    ['a device string (DCS)', 'a\u001BP1$r\u001B\\b', 'ab'],
    ['bells, backspaces, deletes, a lone escape', 'a\u0007b\u0008c\u007Fd\u001Be', 'abcde'],
    ['a carriage return that would overwrite the line', 'safe\revil', 'safeevil'],
    ['text that runs backwards', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['letters of the world', 'Zoë 张伟 さくら مرحبا 👩‍👩‍👧', 'Zoë 张伟 さくら مرحبا 👩‍👩‍👧'],
  ])('%s', (_what, text, expected) => {
    expect(plainText(text)).toBe(expected)
  })

  test('a cell is one line, whatever breaks it', () => {
    expect(plainLine(' a\r\nb\tc\u2028d ')).toBe('a b c d')
  })

  test('JSON keeps every character, and still shows a terminal none that it would act on', () => {
    const value = { name: 'a\u009B31m\u0007\u007F\u2028' }
    const line = jsonLine(value)
    expect(JSON.parse(line)).toEqual(value)
    expect(line).toMatch(/^[\u0020-\u007E]+$/)
  })
})

describe('tables', () => {
  test('columns line up for wide scripts, too', () => {
    expect(
      tableLines(
        [{ title: 'NAME' }, { title: 'N', align: 'right' }],
        [
          ['Ada', '5'],
          ['张伟', '12'],
        ],
        null,
      ),
    ).toEqual(['NAME   N', 'Ada    5', '张伟  12'])
    expect([displayWidth('张伟'), displayWidth('Zoë'), displayWidth('👩‍👩‍👧')]).toEqual([4, 3, 2])
  })

  test('a table fits the terminal, and what is cut says so', () => {
    const lines = tableLines([{ title: 'NAME' }, { title: 'ID' }], [['a'.repeat(50), '12345678']], 30)
    expect(lines.every((line) => displayWidth(line) <= 30)).toBe(true)
    expect(lines[1]).toBe(`${'a'.repeat(19)}…  12345678`)
  })

  test('a cell of a megabyte does not fill the screen', () => {
    expect(tableLines([{ title: 'NOTE' }], [['x'.repeat(1_000_000)]], null)[1]).toHaveLength(200)
  })

  test('a wide character is never cut in half', () => {
    expect(cutToWidth('张伟张伟', 4)).toBe('张…')
  })
})
