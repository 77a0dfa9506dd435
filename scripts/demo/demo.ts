// `npm run demo`: the main job without a person. A guest is made from the sample image, boots on this computer's
// QEMU, shows its text, echoes a key, and goes away again. Fails when any of that does not happen.
import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
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

const dataFolder = await mkdtemp(join(tmpdir(), 'nano-demo-'))
const serve = await step('the core answers', () => startServe({ dataFolder }))
const nano = new NanoClient(serve.origin)
try {
  await step('the first administrator is signed in', async () => {
    const account = { user: 'demo', password: 'Demonstration1' }
    await nano.call('POST', '/system/', account)
    await nano.signIn(account.user, account.password)
  })
  const id = await step('a guest is made from the sample image', createGuest)
  await step('it runs on QEMU', () => nano.call('POST', `/instances/${id}`, {}))
  await step(`its screen says "${GREETING}"`, () => screenWith(id, [GREETING, PROMPT]))
  const shown = await step(`the key "${KEY}" is echoed`, () => echo(id))
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
} finally {
  await serve.stop()
  await rm(dataFolder, { recursive: true, force: true })
}
console.log(`${seconds(performance.now() - begun)}  done`)

async function createGuest(): Promise<string> {
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
async function pictureOf(id: string): Promise<Picture> {
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

/** Waits until the screen shows all of some texts. */
function screenWith(id: string, texts: readonly string[]): Promise<{ picture: Picture; text: VgaText }> {
  return until(
    `the screen to say ${texts.join(', ')}`,
    async () => {
      const picture = await pictureOf(id)
      const text = new VgaText(picture)
      return texts.every((each) => text.find(each)) ? { picture, text } : undefined
    },
    WAIT_MS
  )
}

/** Types a key and waits for it behind the prompt. Its shape is known from the greeting, where the letter occurs. */
async function echo(id: string): Promise<Picture> {
  const stream = await nano.openScreen(id)
  const client = await RfbClient.connect(stream)
  client.type(KEY)
  try {
    return await until(
      'the echo of the key',
      async () => {
        const { picture, text } = await screenWith(id, [GREETING, PROMPT])
        const prompt = text.find(PROMPT)
        return prompt &&
          text
            .row(prompt.row + 1)
            .trim()
            .slice(0, 3) === `? ${KEY}`
          ? picture
          : undefined
      },
      WAIT_MS
    )
  } finally {
    stream.destroy()
  }
}
