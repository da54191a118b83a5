import { chmodSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSecretFile } from '../../../src/main/workspace/secret-file'

const folder = (): string => mkdtempSync(join(tmpdir(), 'satchel-secrets-'))

describe('the secrets file', () => {
  test('gives back what was written, also to the next process', async () => {
    const place = folder()
    await openSecretFile(place).write('token a', 'one')
    await openSecretFile(place).write('token b', 'two')
    expect(await openSecretFile(place).read('token a')).toBe('one')
    expect(await openSecretFile(place).read('token b')).toBe('two')
    expect(await openSecretFile(place).read('token c')).toBeNull()
  })

  test('can be read by its owner alone, and leaves no partial file', async () => {
    const place = folder()
    await openSecretFile(place).write('token', 'secret')
    expect(statSync(join(place, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(place)).toEqual(['secrets.json'])
  })

  test('forgets what is removed', async () => {
    const place = folder()
    const secrets = openSecretFile(place)
    await secrets.write('token', 'secret')
    await secrets.remove('token')
    expect(await secrets.read('token')).toBeNull()
  })

  test('a damaged file is reported without its content, and is not replaced', async () => {
    const place = folder()
    writeFileSync(join(place, 'secrets.json'), '{"token": "sk-live-1234"', { mode: 0o600 })
    await expect(openSecretFile(place).read('token')).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
    await expect(openSecretFile(place).read('token')).rejects.not.toThrow(/sk-live/)
    await expect(openSecretFile(place).write('other', 'x')).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
  })

  test('a file that others can read is no secret any more: it is refused in words, and not quietly put right', async () => {
    const place = folder()
    await openSecretFile(place).write('token', 'sk-live-1234')
    for (const rights of [0o644, 0o640, 0o602]) {
      chmodSync(join(place, 'secrets.json'), rights)
      await expect(openSecretFile(place).read('token')).rejects.toMatchObject({
        failure: { kind: 'bad-input', expected: expect.stringContaining('chmod 600'), got: expect.stringContaining(rights.toString(8)) },
      })
    }
    chmodSync(join(place, 'secrets.json'), 0o600)
    expect(await openSecretFile(place).read('token')).toBe('sk-live-1234')
  })
})
