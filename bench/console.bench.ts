import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import files from '@fastify/static'
import fastify from 'fastify'
import type { Page } from 'playwright-core'
import { findPrograms } from '@main/drivers/qemu/find-programs'
import { runProcess } from '@main/kernel/run-process'
import { freePort } from '../test/support/guest-web'
import { ServedApp } from '../test/support/served-app'
import { until } from '../test/support/until'
import { Browsing } from './browsing'
import { ratio, type Result } from './measure'
import { repainterDisk } from './repainter'

const ROUNDS = 5
const KEYS = 20
const KEY_EVERY_MS = 37
const REPAINT_MS = 3000
const MiB = 1 << 20
/** QEMU counts displays from here (its manual, `-vnc`). */
const FIRST_DISPLAY = 5900
const novnc = resolve(import.meta.dirname, '../node_modules/@novnc/novnc')

/** In the page: `frames` are the moments at which a picture was drawn, `echoes` milliseconds from a key to the next one. */
const probe = `window.frames = []
window.echoes = []
{
  let pressed
  addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true)
  const { drawImage } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.drawImage = function (...picture) {
    drawImage.apply(this, picture)
    if (!this.canvas.isConnected) return
    const now = performance.now()
    frames.push(now)
    if (pressed !== undefined) echoes.push(now - pressed)
    pressed = undefined
  }
}`

/** Nothing but noVNC, with the settings of our console. */
const plainPage = (port: number): string => `<!doctype html>
<style>html, body, #screen { height: 100%; margin: 0 }</style>
<div id="screen"></div>
<script type="module">
  import RFB from '/core/rfb.js'
  const rfb = new RFB(document.getElementById('screen'), 'ws://127.0.0.1:${port}', { shared: true })
  rfb.scaleViewport = true
  rfb.addEventListener('connect', () => rfb.focus())
</script>`

/**
 * Our console, in turns with noVNC on QEMU's own WebSocket, at the same guest, which is emulated: pictures a second
 * while the whole screen changes all the time, and from a key to the picture that it makes.
 */
export async function benchConsole(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-console-'))
  const port = await freePort()
  const before = process.env['PATH'] ?? ''
  process.env['PATH'] = [await socketQemu(folder, port), before].join(delimiter)
  const app = await ServedApp.start()
  const plain = await servePlain(port)
  const browsing = await Browsing.open({ init: probe })
  try {
    const guest = await repainter(app)
    const open = {
      ours: () => browsing.page(app.origin, `/console.html?guest=${guest}`),
      plain: () => browsing.plainPage(plain.origin)
    }
    const echoes = { ours: [] as number[], plain: [] as number[] }
    const rates = { ours: [] as number[], plain: [] as number[] }
    const both = ['ours', 'plain'] as const
    for (let round = 0; round < ROUNDS; round++)
      for (const which of both) echoes[which].push(...(await visit(open[which], echo)))
    await visit(open.plain, (page) => page.keyboard.press('r'))
    for (let round = 0; round < ROUNDS; round++)
      for (const which of both) rates[which].push(await visit(open[which], rate))
    return [
      ratio('pictures of a console, to noVNC at the same QEMU', [rates.ours, rates.plain], { atLeast: 0.9 }, '/s'),
      ratio('key to picture in a console, to the same', [echoes.ours, echoes.plain], { atMost: 1.1 })
    ]
  } finally {
    process.env['PATH'] = before
    await browsing.close()
    await plain.close()
    await app.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A folder with a QEMU that is the usual one, but shows the screens of guests over a WebSocket as well. */
async function socketQemu(folder: string, port: number): Promise<string> {
  const { system } = await findPrograms()
  if (system === undefined) throw new Error('QEMU is not installed')
  const display = (await freePort()) - FIRST_DISPLAY
  const program = join(folder, 'qemu-system-x86_64')
  const more = `-vnc 127.0.0.1:${display},websocket=${port},share=ignore`
  await writeFile(program, `#!/bin/sh\ncase "$*" in *vnc.sock*) set -- "$@" ${more} ;; esac\nexec ${system} "$@"\n`)
  await chmod(program, 0o700)
  return folder
}

async function servePlain(port: number) {
  const server = fastify()
  await server.register(files, { root: novnc, index: false })
  server.get('/', (_request, reply) => reply.type('text/html').send(plainPage(port)))
  const origin = await server.listen({ host: '127.0.0.1', port: 0 })
  return { origin, close: () => server.close() }
}

/** A guest that runs and waits for keys. */
async function repainter(app: ServedApp): Promise<string> {
  const { subject } = await app.done('POST /guests/', {
    ...{ name: 'repainter', cores: 1, memory: 64 * MiB, disks: [MiB], system_version: 'general' }
  })
  const raw = join(app.folder, 'repainter.raw')
  await writeFile(raw, repainterDisk())
  const disk = join(app.folder, 'guests', subject, `${subject}_sys.qcow2`)
  await runProcess('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, disk], { timeoutMs: 60_000 })
  await app.ask(`POST /instances/${subject}`)
  return subject
}

/** Does something at a console once it shows pictures, and closes it. */
async function visit<T>(open: () => Promise<Page>, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await open()
  await until('a picture', () => page.evaluate<boolean>('frames.length > 0'), 30_000)
  const result = await work(page)
  await page.close()
  return result
}

async function echo(page: Page): Promise<number[]> {
  for (let key = 1; key <= KEYS; key++) {
    await page.keyboard.press('a')
    await until('the echo', () => page.evaluate<boolean>(`echoes.length === ${key}`))
    await setTimeout(KEY_EVERY_MS)
  }
  return page.evaluate<number[]>('echoes')
}

async function rate(page: Page): Promise<number> {
  await page.evaluate('frames.length = 0')
  await setTimeout(REPAINT_MS)
  return (1000 * (await page.evaluate<number>('frames.length'))) / REPAINT_MS
}
