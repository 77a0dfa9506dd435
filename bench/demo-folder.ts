import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openApp } from '@main/app'
import { admin, benchSession } from './bench-session'

const resources = resolve(import.meta.dirname, '../resources')

/** A new data folder with the demo fleet, and the account of `benchSession`. Whoever asks for it removes it. */
export async function demoFolder(guests: number): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bench-demo-'))
  const app = await openApp({ dataFolder, version: '0.0.0', resources })
  try {
    await benchSession(app)
    const filled = new Promise<void>((done) =>
      app.bus.subscribe(({ name, payload }) => {
        if (name === 'task.changed' && payload.state !== 'running') done()
      })
    )
    await app.dispatcher.dispatch('system.fillDemo', { guests }, admin)
    await filled
  } finally {
    await app.close()
  }
  return dataFolder
}
