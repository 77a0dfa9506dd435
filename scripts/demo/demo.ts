// `npm run demo`: the main job without a person. A guest is made from the sample image, boots on this computer's
// QEMU, shows its text, echoes a key, and goes away again. Fails when any of that does not happen.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { RfbClient } from '../../test/drivers/rfb-client'
import { startServe } from '../../test/support/serve-process'
import { until } from '../../test/support/until'
import { VgaText, type Picture } from '../../test/support/vga-text'
import { NanoClient } from './nano-client'
import { encodePng } from './png'

const root = resolve(import.meta.dirname, '../..')
const WAIT_MS = 30_000
const MiB = 2 ** 20
const GREETING = 'The sample guest is running.'
const PROMPT = 'Type something:'
const KEY = 'g'

const begun = performance.now()
/** Prints a step when it is done, with its time and the time since the beginning. */
async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  const now = performance.now()
  console.log(`${seconds(now - begun)}  ${what} (${seconds(now - start)})`)
  return result
}
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

/** What undoes the steps so far, the latest last: whatever happens, nothing is left behind. */
const undo: (() => Promise<unknown>)[] = []
let cleaning: Promise<void> | undefined
/** One after the other and once, also when a signal and the end of the main job ask for it at the same time. */
const cleanUp = (): Promise<void> => (cleaning ??= undoAll())
async function undoAll(): Promise<void> {
  for (let last = undo.pop(); last; last = undo.pop()) await last()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)))

const dataFolder = await mkdtemp(join(tmpdir(), 'nano-demo-'))
undo.push(() => rm(dataFolder, { recursive: true, force: true }))
try {
  const serve = await step('the core answers', () => startServe({ dataFolder }))
  undo.push(() => serve.stop())
  await mainJob(new NanoClient(serve.origin))
} finally {
  await cleanUp()
}
console.log(`${seconds(performance.now() - begun)}  done`)

async function mainJob(nano: NanoClient): Promise<void> {
  await step('the first administrator is signed in', async () => {
    const account = { user: 'demo', password: 'Demonstration1' }
    await nano.call('POST', '/system/', account)
    await nano.signIn(account.user, account.password)
  })
  const id = await step('a guest is made from the sample image', () => createGuest(nano))
  // A guest outlives the core, so an unfinished demo has to end it.
  undo.push(() => killGuest(id))
  await step('it runs on QEMU', () => nano.call('POST', `/instances/${id}`, {}))
  await step(`its screen says "${GREETING}"`, () => screenOf(nano, id))
  const shown = await step(`the key "${KEY}" is echoed`, () => echo(nano, id))
  await step('the picture is in demo/console.png', async () => {
    await mkdir(join(root, 'demo'), { recursive: true })
    await writeFile(join(root, 'demo/console.png'), encodePng(shown))
  })
  await step('it is off', () => nano.call('DELETE', `/instances/${id}`, { force: true }))
  await step('it is deleted, with its files', async () => {
    await nano.call('DELETE', `/guests/${id}`)
    const left = await readdir(join(dataFolder, 'guests'))
    if (left.length > 0) throw new Error(`Left behind: ${left.join(', ')}`)
  })
}

async function createGuest(nano: NanoClient): Promise<string> {
  const images = await nano.call<{ id: string; name: string; virtual_size: number }[]>('GET', '/disk_image_search/')
  const sample = images.find(({ name }) => name === 'sample')
  if (!sample) throw new Error('There is no sample image')
  const { id } = await nano.call<{ id: string }>('POST', '/guests/', {
    name: 'demo',
    cores: 1,
    memory: 64 * MiB,
    disks: [sample.virtual_size],
    from_image: sample.id
  })
  await until(
    'the guest to be created',
    async () => (await nano.call<{ created: boolean }>('GET', `/guests/${id}`)).created
  )
  return id
}

/** The picture of this moment. Each time a new connection, since the screen changes its size while it boots. */
async function pictureOf(nano: NanoClient, id: string): Promise<Picture> {
  const stream = await nano.openScreen(id)
  try {
    const client = await RfbClient.connect(stream)
    client.request(false)
    await client.update()
    return client
  } finally {
    stream.destroy()
  }
}

/** Waits until the screen greets; gives it with the row that is typed into. */
function screenOf(nano: NanoClient, id: string): Promise<{ picture: Picture; typed: string }> {
  return until(
    `the screen to say "${GREETING}"`,
    async () => {
      const picture = await pictureOf(nano, id)
      const text = new VgaText(picture)
      const prompt = text.find(GREETING) && text.find(PROMPT)
      return prompt && { picture, typed: text.row(prompt.row + 1).trim() }
    },
    WAIT_MS
  )
}

/** Types a key and waits for it behind the prompt. Its shape is known from the greeting, where the letter occurs. */
async function echo(nano: NanoClient, id: string): Promise<Picture> {
  const stream = await nano.openScreen(id)
  const client = await RfbClient.connect(stream)
  client.type(KEY)
  try {
    return await until(
      'the echo of the key',
      async () => {
        const { picture, typed } = await screenOf(nano, id)
        return typed.startsWith(`? ${KEY}`) ? picture : undefined
      },
      WAIT_MS
    )
  } finally {
    stream.destroy()
  }
}

async function killGuest(id: string): Promise<void> {
  const pid = await readFile(join(dataFolder, 'guests', id, 'qemu.pid'), 'utf8').catch(() => undefined)
  if (pid !== undefined) process.kill(Number(pid), 'SIGKILL')
}
