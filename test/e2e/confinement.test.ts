import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Desktop } from '../support/desktop'
import { electronShell } from '../support/electron-shell'
import { isLoopback, socketsOf } from '../support/host-processes'
import { Journey } from '../support/journey'
import { onDesktop } from '../support/on-desktop'
import { servedShell } from '../support/served-shell'
import { startDisplay, type XDisplay } from '../support/x-display'

const RECORDER = resolve(import.meta.dirname, '../support/record-connections.ts')
const folder = mkdtempSync(join(tmpdir(), 'confinement-'))
const connections = join(folder, 'connections')
let display: XDisplay
beforeAll(async () => {
  writeFileSync(connections, '')
  display = await startDisplay()
})
afterAll(() => {
  display?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function expectNoSocketOfGuests(desktop: Desktop): Promise<void> {
  const guests = await desktop.guestProcesses()
  expect(guests).toHaveLength(1)
  expect((await Promise.all(guests.map(socketsOf))).flat()).toEqual([])
}

it('the serve shell listens on this computer alone, its guests nowhere, and neither reaches out', async () => {
  const env = {
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${RECORDER}`,
    CONNECTIONS_FILE: connections
  }
  await onDesktop(servedShell({ env }), async (desktop) => {
    await new Journey(desktop).runGuest('confined')
    const sockets = await socketsOf(desktop.running.pid)
    expect(sockets.length).toBeGreaterThan(0)
    expect(sockets.filter((socket) => !isLoopback(socket))).toEqual([])
    await expectNoSocketOfGuests(desktop)

    const reached = readFileSync(connections, 'utf8').trim().split('\n')
    const guestSocket = `connects to ${desktop.dataFolder}/guests/`
    expect(reached).toContainEqual(expect.stringContaining(guestSocket))
    expect(reached.filter((line) => !line.startsWith(guestSocket))).toEqual([])
  })
})

it('the Electron shell and its guests can be reached from nowhere else', async () => {
  await onDesktop(electronShell(display.name), async (desktop) => {
    await new Journey(desktop).runGuest('confined')
    const sockets = await socketsOf(desktop.running.pid)
    expect(sockets.filter((socket) => !isLoopback(socket))).toEqual([])
    await expectNoSocketOfGuests(desktop)
  })
})
