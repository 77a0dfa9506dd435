import { closeSync, fdatasyncSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { menus, permissionsOf } from '@shared/contract/permissions'
import { openApp } from '@main/app'
import { ratio, timed, type Result } from './measure'

const ROUNDS = 300
const resources = join(import.meta.dirname, '../resources')

/** A durable command of one row through the dispatcher, against writing and syncing as many bytes by hand. */
export async function benchStore(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-store-'))
  const app = await openApp({ dataFolder: folder, version: '0.0.0', resources })
  const bare = openSync(join(folder, 'bare'), 'w')
  const admin = { user: 'bench', group: '', session: '', address: '', permissions: permissionsOf(menus) }
  let enable = false
  const command = (): Promise<unknown> => {
    const input = { pool: 'default', cell: 'local', enable }
    enable = !enable
    return app.dispatcher.dispatch('cell.modify', input, admin)
  }
  try {
    const before = journalBytes(folder)
    for (let round = 0; round < 10; round++) await command()
    const line = Buffer.alloc(Math.round((journalBytes(folder) - before) / 10), 'x')
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let round = 0, at = 0; round < ROUNDS; round++, at += line.length) {
      ours.push(await timed(command))
      theirs.push(
        await timed(() => {
          writeSync(bare, line, 0, line.length, at)
          fdatasyncSync(bare)
        })
      )
    }
    const name = `rate of durable commands to that of write + fdatasync of the same ${line.length} bytes`
    return [ratio(name, [theirs, ours], { atLeast: 0.7 })]
  } finally {
    closeSync(bare)
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function journalBytes(folder: string): number {
  const store = join(folder, 'store')
  const journals = readdirSync(store).filter((name) => name.startsWith('journal-') && name.endsWith('.log'))
  return journals.reduce((sum, name) => sum + statSync(join(store, name)).size, 0)
}
