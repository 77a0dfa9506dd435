import { readFile, rm, writeFile } from 'node:fs/promises'
import { safeStorage } from 'electron'
import type { Safe } from '@main/kernel/safe'

/** A file that only the key of this user, kept by the system, opens. Used after the app is ready. */
export const electronSafe = (path: string): Safe => ({
  async why() {
    // Without a keyring Linux would "encrypt" with a key that everybody knows.
    const isOpen = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
    return !isOpen && (await safeStorage.isAsyncEncryptionAvailable()) ? '' : 'no_keyring'
  },
  async read() {
    const bytes = await readFile(path).catch(() => undefined)
    return bytes ? (await safeStorage.decryptStringAsync(bytes)).result : ''
  },
  async write(secret) {
    await writeFile(path, await safeStorage.encryptStringAsync(secret), { mode: 0o600 })
  },
  remove: () => rm(path, { force: true })
})
