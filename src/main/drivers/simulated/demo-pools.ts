import type { SystemVersion } from '@shared/contract/guest'
import type { Choices } from './chance'

/** What a kind of guest is made like: sizes in GiB, chances from 0 to 1. */
export interface Role {
  readonly name: string
  /** How many of its kind there are, next to the others of its pool. */
  readonly weight: number
  readonly cores: Choices<number>
  readonly memory: Choices<number>
  /** The system disk. */
  readonly disk: Choices<number>
  /** A second disk, when there is one. */
  readonly data: Choices<number>
  readonly versions: Choices<SystemVersion>
  readonly tags: Choices<string>
  readonly running: number
  readonly auto_start: boolean
}

const linux: Choices<SystemVersion> = ['centos7', 'centos7', 'centos7', 'general']
const service = { versions: linux, running: 0.95, auto_start: true } as const
const lesson = { data: [0], auto_start: false } as const

/** A pool of the demo: its part of the fleet, what its machines are like (sizes in GiB), and who lives there. */
interface DemoPool {
  readonly name: string
  readonly part: number
  readonly machines: Choices<{ readonly cores: number; readonly memory: number; readonly disk: number }>
  readonly roles: Choices<Role>
}

/** Where a fleet's cells and guests are taken from; the parts add up to 1. */
export const demoPools: Choices<DemoPool> = [
  {
    name: 'lab',
    part: 0.5,
    machines: [
      { cores: 64, memory: 512, disk: 8192 },
      { cores: 96, memory: 768, disk: 10_240 }
    ],
    roles: [
      {
        ...lesson,
        name: 'course-net',
        weight: 4,
        cores: [1, 2],
        memory: [1, 2],
        disk: [10, 20],
        versions: linux,
        tags: ['course', 'network'],
        running: 0.6
      },
      {
        ...lesson,
        name: 'course-db',
        weight: 3,
        cores: [2],
        memory: [2, 4],
        disk: [20, 40],
        versions: linux,
        tags: ['course', 'database'],
        running: 0.55
      },
      {
        ...lesson,
        name: 'desk',
        weight: 4,
        cores: [2, 4],
        memory: [4, 8],
        disk: [60, 80],
        versions: ['win2012'],
        tags: ['desktop'],
        running: 0.7
      },
      {
        ...lesson,
        name: 'exam',
        weight: 1,
        cores: [2],
        memory: [4],
        disk: [40],
        versions: ['win2012', 'general'],
        tags: ['exam'],
        running: 0.1
      },
      {
        ...lesson,
        name: 'old',
        weight: 1,
        cores: [1],
        memory: [1],
        disk: [8],
        versions: ['legacy', 'centos6'],
        tags: ['archive'],
        running: 0.2
      }
    ]
  },
  {
    name: 'web',
    part: 0.3,
    machines: [
      { cores: 128, memory: 1024, disk: 16_384 },
      { cores: 160, memory: 1280, disk: 20_480 }
    ],
    roles: [
      {
        ...service,
        name: 'web',
        weight: 5,
        cores: [2, 4],
        memory: [2, 4, 8],
        disk: [20, 40],
        data: [0],
        tags: ['frontend', 'production']
      },
      {
        ...service,
        name: 'db',
        weight: 2,
        cores: [4, 8],
        memory: [8, 16],
        disk: [40],
        data: [100, 200],
        tags: ['database', 'production']
      },
      { ...service, name: 'cache', weight: 2, cores: [2], memory: [8], disk: [20], data: [0], tags: ['production'] },
      { ...service, name: 'mail', weight: 1, cores: [2], memory: [4], disk: [40], data: [100], tags: ['production'] },
      {
        ...service,
        name: 'stage',
        weight: 2,
        cores: [2],
        memory: [4],
        disk: [20],
        data: [0],
        tags: ['staging'],
        running: 0.5,
        auto_start: false
      }
    ]
  },
  {
    name: 'build',
    part: 0.2,
    machines: [
      { cores: 224, memory: 2048, disk: 24_576 },
      { cores: 256, memory: 2560, disk: 30_720 }
    ],
    roles: [
      {
        ...service,
        name: 'ci-runner',
        weight: 5,
        cores: [4, 8],
        memory: [8, 16],
        disk: [60],
        data: [100],
        tags: ['ci']
      },
      {
        ...service,
        name: 'cross',
        weight: 1,
        cores: [8],
        memory: [16],
        disk: [80],
        data: [0],
        tags: ['ci', 'nightly']
      },
      {
        ...service,
        name: 'artifacts',
        weight: 1,
        cores: [4],
        memory: [8],
        disk: [40],
        data: [200, 400],
        tags: ['storage']
      },
      {
        ...service,
        name: 'try',
        weight: 2,
        cores: [4],
        memory: [8],
        disk: [40],
        data: [0],
        tags: ['scratch'],
        running: 0.4,
        auto_start: false
      }
    ]
  }
]
