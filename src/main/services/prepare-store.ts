import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { localTime } from '@shared/text/time'
import type { Clock } from '@main/kernel/clock'
import type { Database } from '@main/store/database'
import { plainPool, type PoolRepository } from '@main/store/repositories/pool-repository'
import type { TemplateRepository } from '@main/store/repositories/template-repository'
import type { TaskRepository } from '@main/store/repositories/task-repository'
import type { DemoFleet } from './demo-fleet'
import type { Images } from './images'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly tasks: TaskRepository
  readonly demo: DemoFleet
  readonly templates: TemplateRepository
  readonly diskImages: Images
  readonly mediaImages: Images
  /** The folder with what is shipped beside the code. */
  readonly resources: string
  readonly clock: Clock
}

/** Makes a fresh store usable at once, and clears away what the last process left unfinished in it. */
export async function prepareStore(deps: Deps): Promise<void> {
  const { db, pools, tasks, templates, demo, diskImages, mediaImages, clock } = deps
  for (const { operation, subject } of tasks.listUnfinished()) {
    if (operation === 'system.fillDemo') demo.undo()
    if (operation === 'diskImage.build') diskImages.markCutOff(subject)
  }
  db.transaction(() => templates.dateUndated(localTime(clock.now())))
  await Promise.all([diskImages.sweep(), mediaImages.sweep()])
  if (pools.list().length === 0) await addThisComputer(deps)
}

/** One pool with this computer in it, and a sample image, so that the first minute needs no download. */
async function addThisComputer({ db, pools, diskImages, resources }: Deps): Promise<void> {
  await addSample(diskImages, join(resources, 'guests/sample.img'))
  // Last, since a store with a pool is not fresh any more.
  db.transaction(() => {
    pools.insert(plainPool('default'))
    pools.insertCell({ name: 'local', pool: 'default', enabled: true, connection: { kind: 'qemu' } })
  })
}

async function addSample(diskImages: Images, path: string): Promise<void> {
  const record = {
    name: 'sample',
    owner: '',
    group: '',
    description: 'A few KiB that greet on the screen and echo keys: no system, but a real boot',
    tags: ['sample']
  }
  const known = diskImages.list().find(({ name, group }) => name === record.name && group === record.group)
  if (known?.created) return
  const id = known?.id ?? diskImages.create(record, { user: '', group: '' })
  const { size } = await stat(path)
  await pipeline(createReadStream(path), await diskImages.receive(id, { size }))
}
