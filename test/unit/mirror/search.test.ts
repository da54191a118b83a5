import { afterEach, describe, expect, test } from 'vitest'
import { rebuildSearch } from '../../../src/main/mirror/search-index'
import { searchRecords } from '../../../src/main/mirror/search'
import { transaction } from '../../../src/main/mirror/open'
import { connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

function filled(): TestMirror {
  mirror = openTestMirror()
  mirror.pull('contact', [
    {
      id: '1',
      name: 'Zoë Müller-Lüdenscheidt',
      emails: [{ email: 'z.mueller@nordlicht.example' }],
      telephones: [{ telephone: '+49 (0)30 1234-567' }],
    },
    { id: '2', name: '陳 美玲', company: '北辰精機股份有限公司' },
    { id: '3', name: '박혜진', title: '구매 담당' },
    { id: '4', name: "Siobhán O'Brien", company: 'Acme' },
    { id: '5', name: 'Ángel Peña' },
  ])
  mirror.pull('company', [{ id: '9', name: 'Acme Nordlicht', domains: ['acme.example'] }])
  return mirror
}

const found = (text: string) =>
  searchRecords(filled().db, { connection, text, objects: null, limit: 20 }).map(({ object, remoteId }) => `${object} ${remoteId}`)

describe('search', () => {
  test.each([
    ['the beginning of any word', 'lüden', 'contact 1'],
    ['without accents', 'zoe muller', 'contact 1'],
    ['with accents that are not there', 'pená', 'contact 5'],
    ['an e-mail by its parts', 'z.mueller@nord', 'contact 1'],
    ['the digits of a phone, with or without its country', '030 1234', 'contact 1'],
    ['the last part of a phone', '567', 'contact 1'],
    ['a Chinese name by any part', '美玲', 'contact 2'],
    ['a Chinese company', '精機', 'contact 2'],
    ['a Korean name by its beginning', '박혜', 'contact 3'],
    ['a name with an apostrophe, written without', 'obrien', 'contact 4'],
    ['a company by its domain', 'acme.exa', 'company 9'],
  ])('finds %s', (_what, text, hit) => {
    expect(found(text)).toContain(hit)
  })

  test('ranks the name before what else a record says', () => {
    expect(found('acme')[0]).toBe('company 9')
  })

  test('from one letter, names that begin so come first', () => {
    expect(found('z')[0]).toBe('contact 1')
  })

  test.each(['"', "'", 'a"b', 'NEAR(', '*', 'name:x OR', 'scope : "s1"', '😀', '()', '-', ' '])('takes %s as text, and never fails', (text) => {
    expect(Array.isArray(found(text))).toBe(true)
  })

  test('follows an edit, a deletion and a rebuild', () => {
    const { db, edit } = filled()
    const hits = (text: string) => searchRecords(db, { connection, text, objects: null, limit: 20 }).length
    edit('contact', '5', { title: 'Zirkusdirektor' })
    expect(hits('zirkus')).toBe(1)
    transaction(db, 'pulled', () => rebuildSearch(db))
    expect(hits('zirkus')).toBe(1)
  })
})
