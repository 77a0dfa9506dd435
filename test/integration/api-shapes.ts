/**
 * What an answer looks like: a word for a plain value (`plain` for any of them), a list of one shape, a map of one
 * shape under `*`, or an object with exactly these keys; a key with a question mark may be missing.
 */
export type Shape =
  'string' | 'number' | 'boolean' | 'plain' | '' | readonly [Shape] | { readonly [key: string]: Shape }

/** Says where a value is not of a shape; an empty list when it is. */
export function misfits(value: unknown, shape: Shape, at = 'data'): string[] {
  if (shape === '') return value === '' ? [] : [`${at} is not ''`]
  if (shape === 'plain')
    return ['string', 'number', 'boolean'].includes(typeof value) ? [] : [`${at} is no plain value`]
  if (typeof shape === 'string') return typeof value === shape ? [] : [`${at} is no ${shape}`]
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${at} is no list`]
    return value.flatMap((item, index) => misfits(item, shape[0], `${at}[${index}]`))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`]
  const fields = value as Readonly<Record<string, unknown>>
  const each = shape['*']
  if (each !== undefined) return Object.entries(fields).flatMap(([key, item]) => misfits(item, each, `${at}.${key}`))
  const known = Object.keys(shape).map((key) => key.replace('?', ''))
  return [
    ...Object.keys(fields)
      .filter((key) => !known.includes(key))
      .map((key) => `${at}.${key} is not in the API`),
    ...Object.entries(shape).flatMap(([key, part]) => {
      const name = key.replace('?', '')
      if (!(name in fields)) return key.endsWith('?') ? [] : [`${at}.${name} is missing`]
      return misfits(fields[name], part, `${at}.${name}`)
    })
  ]
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape)

export const idOnly = { id: 'string' } as const satisfies Shape

const address = { network_address: 'string', display_address: 'string', allocated_address: 'string' } as const

/** api/semantics 2.8.0, with what we add: error, template, modules, ports, snapshots, migrating, tags, revision … */
export const guest = {
  ...{ id: 'string', name: 'string', created: 'boolean', progress: 'number', running: 'boolean', lost: 'boolean' },
  ...{ owner: 'string', group: 'string', pool: 'string', cell: 'string', host: 'string', error: 'string' },
  ...{ cores: 'number', memory: 'number', total_disk: 'number', disks: ['number'], auto_start: 'boolean' },
  ...{
    system: 'string',
    system_version: 'string',
    template: 'string',
    modules: ['string'],
    from_image: 'string',
    clone: 'string'
  },
  ...{ ethernet_address: 'string', display_protocol: 'string', internal: address, external: address },
  ...{ create_time: 'string', media_attached: 'boolean', media_source: 'string', tags: ['string'] },
  qos: {
    ...{ cpu_priority: 'string', read_speed: 'number', write_speed: 'number', read_iops: 'number' },
    ...{ write_iops: 'number', receive_speed: 'number', send_speed: 'number' }
  },
  ports: [{ protocol: 'string', host: 'number', guest: 'number' }],
  started_with: { cores: 'number', memory: 'number' },
  ...{ snapshots: 'number', migrating: 'boolean', revision: 'number' }
} as const satisfies Shape

export const guestDetails = { ...guest, monitor_secret: 'string' } as const satisfies Shape

export const historySample = {
  ...{ time: 'number', cpu_usage: 'number', memory_available: 'number' },
  ...{ read_speed: 'number', write_speed: 'number', receive_speed: 'number', send_speed: 'number' }
} as const satisfies Shape

/** api/semantics 2.9 */
export const instance = {
  ...guestDetails,
  ...{ cpu_usage: 'number', memory_available: 'number', disk_available: 'number', uptime: 'number' },
  ...{ bytes_read: 'number', bytes_written: 'number', bytes_received: 'number', bytes_sent: 'number' }
} as const satisfies Shape

/** api/semantics 2.1 */
export const computePool = {
  ...{ name: 'string', enabled: 'boolean', cells: 'number', network: 'string', network_mode: 'string' },
  ...{ storage: 'string', failover: 'boolean' }
} as const satisfies Shape

/** api/semantics 2.2 */
export const cell = {
  ...{ name: 'string', pool: 'string', address: 'string', enabled: 'boolean', alive: 'boolean', driver: 'string' },
  ...{ version: 'string', offers: ['string'], message: 'string', revision: 'number' },
  acceleration: { accelerator: 'string', cpu_model: 'string', reason: 'string' },
  'storage?': [{ name: 'string', attached: 'boolean', 'error?': 'string' }]
} as const satisfies Shape

/** api/semantics 2.4 */
const load = {
  ...{ instances: ['number'], cpu_usage: 'number', max_cpu: 'number', available_memory: 'number' },
  ...{ max_memory: 'number', available_disk: 'number', max_disk: 'number', read_speed: 'number' },
  ...{ write_speed: 'number', receive_speed: 'number', send_speed: 'number', name: 'string' }
} as const satisfies Shape
export const zoneStatus = { ...load, pools: ['number'], cells: ['number'], start_time: 'string' } as const
export const poolStatus = { ...load, enabled: 'boolean', cells: ['number'] } as const
export const cellStatus = { ...load, address: 'string', enabled: 'boolean', alive: 'boolean' } as const

/** api/semantics 2.6 */
export const lease = { address: 'string', instance: 'string' } as const
export const range = { start: 'string', end: 'string', netmask: 'string', capacity: 'number' } as const
export const addressPool = {
  ...{ name: 'string', gateway: 'string', dns: ['string'], provider: 'string' },
  ...{ addresses: 'number', allocated: 'number' }
} as const satisfies Shape

/** api/semantics 2.3 */
export const storagePool = { name: 'string', type: 'string', host: 'string', target: 'string' } as const

/** api/semantics 2.11, 2.12 */
export const image = {
  ...{ id: 'string', name: 'string', owner: 'string', group: 'string', description: 'string', tags: ['string'] },
  ...{ size: 'number', format: 'string', virtual_size: 'number', created: 'boolean', progress: 'number' },
  ...{
    checksum: 'string',
    error: 'string',
    received: 'number',
    create_time: 'string',
    modify_time: 'string',
    revision: 'number'
  }
} as const satisfies Shape

/** api/semantics 2.16 */
export const session = {
  ...{ session: 'string', user: 'string', group: 'string', address: 'string', timeout: 'number' },
  ...{ menu: ['string'], resource: ['string'], permissions: ['string'] }
} as const satisfies Shape

export const logEntry = {
  ...{ id: 'string', time: 'string', content: 'string', user: 'string', address: 'string' },
  ...{ operation: 'string', objects: [{ id: 'string', name: 'string' }], outcome: 'string' },
  ...{ 'details?': { '*': 'plain' }, 'error_details?': { '*': 'plain' } }
} as const satisfies Shape

export const migration = { id: 'string', finished: 'boolean', progress: 'number', 'error?': 'string' } as const
export const batchItem = {
  ...{ name: 'string', id: 'string', progress: 'number', status: 'string' },
  'error?': 'string'
} as const satisfies Shape

export const addressPoolDetails = {
  ...{ gateway: 'string', dns: ['string'], provider: 'string' },
  ...{ ranges: [range], allocated: [lease] }
} as const satisfies Shape

/** api/semantics 2.10 */
export const snapshotNode = { 'is_root?': 'boolean', 'is_current?': 'boolean', 'backing?': 'string' } as const
export const snapshot = { running: 'boolean', description: 'string', create_time: 'string' } as const

/** api/semantics 1.9 */
export const channel = { id: 'string', protocol: 'string', username: 'string', password: 'string' } as const

/** api/semantics 2.15, 2.16 */
export const role = { menu: ['string'], resource: ['string'] } as const
export const userGroup = { name: 'string', display: 'string', member: 'number' } as const
export const userGroupDetails = { name: 'string', display: 'string', role: ['string'], member: ['string'] } as const
export const user = { name: 'string', nick: 'string', mail: 'string', group: 'string' } as const
export const sessionLine = {
  ...{ id: 'string', user: 'string', group: 'string', address: 'string', start_time: 'string', own: 'boolean' }
} as const satisfies Shape
