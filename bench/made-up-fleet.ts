import { join } from 'node:path'
import { Database } from '@main/store/database'
import { GuestRepository, plainGuest } from '@main/store/repositories/guest-repository'
import { plainPool, PoolRepository } from '@main/store/repositories/pool-repository'
import { keyOf } from '@main/drivers/simulated/chance'

const GiB = 2 ** 30
const POOLS = 4

/** Fills the store of a fresh data folder with made-up cells in four pools, and guests spread over them. */
export async function fillFleet(dataFolder: string, fleet: { cells: number; guests: number }): Promise<void> {
  const db = await Database.open(join(dataFolder, 'store'))
  const [pools, guests] = [new PoolRepository(db), new GuestRepository(db)]
  const poolOf = (cell: number): string => `pool-${cell % POOLS}`
  db.transaction(() => {
    for (let pool = 0; pool < POOLS; pool++) pools.insert(plainPool(poolOf(pool)))
    for (let seed = 0; seed < fleet.cells; seed++) {
      const connection = { kind: 'simulated', seed, cores: 64, memory: 512 * GiB, disk: 16_384 * GiB } as const
      pools.insertCell({ name: `cell-${seed}`, pool: poolOf(seed), enabled: true, connection })
    }
    for (let index = 0; index < fleet.guests; index++) guests.insert(guestAt(index, index % fleet.cells, poolOf))
  })
  await db.close()
}

const guestAt = (index: number, cell: number, poolOf: (cell: number) => string) => ({
  ...plainGuest,
  id: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
  name: `guest-${index}`,
  created: true,
  error: '',
  owner: 'bench',
  group: 'admin',
  pool: poolOf(cell),
  cell: `cell-${cell}`,
  cores: 1 + (keyOf(1, `${index}`) % 4),
  memory: 2 * GiB,
  disks: [20 * GiB],
  auto_start: false,
  system: 'linux' as const,
  system_version: 'general' as const,
  from_image: '',
  clone: 'full' as const,
  ethernet_address: `00:16:3e:${[16, 8, 0].map((shift) => ((index >> shift) & 255).toString(16).padStart(2, '0')).join(':')}`,
  allocated_address: '',
  tags: [],
  create_time: '2026-01-02 03:04:05'
})
