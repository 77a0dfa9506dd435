/** One thing that a window shows to somebody who has signed in. */
export interface Sight {
  /** Also of its picture. */
  readonly name: string
  /** In the hash of the address. */
  readonly path: string
  /** What is there once the page is. */
  readonly sign: string
  /** What is clicked then, one after the other, and what is there after that. */
  readonly open?: readonly [...clicks: string[], sign: string]
}

/** The ids of what the sights look at. */
export interface Things {
  readonly running: string
  readonly stopped: string
  readonly batch: string
}

const FORM = '[data-test=form]'
const PANEL = '.panel'
const at = (test: string): string => `[data-test=${test}]`

/** What there is to see on every page, by the router's name for it. */
export const sightsOf = ({ running, stopped, batch }: Things): Readonly<Record<string, readonly Sight[]>> => ({
  dashboard: [{ name: 'dashboard', path: '/dashboard', sign: '[data-busy]' }],
  'dashboard-place': [
    { name: 'dashboard-pool', path: '/dashboard/lab', sign: '[data-mark]' },
    { name: 'dashboard-cell', path: '/dashboard/lab/rack1-a', sign: '.places [data-guest]' }
  ],
  guests: [
    { name: 'guests', path: '/guests', sign: '[data-guest]' },
    {
      name: 'guests-panel',
      path: '/guests',
      sign: '[data-guest]',
      open: ['[data-guest]:nth-child(3)', at('panel'), PANEL]
    },
    { name: 'palette', path: '/guests', sign: '[data-guest]', open: ['.titlebar .palette', '#palette-list'] },
    { name: 'guests-cards', path: '/guests', sign: '[data-guest]', open: [at('view-cards'), '[data-live=connected]'] }
  ],
  'create-guest': [
    { name: 'create-guest', path: '/guests/new', sign: at('name') },
    { name: 'create-guest-more', path: '/guests/new', sign: at('name'), open: ['summary', at('tags')] }
  ],
  batch: [{ name: 'batch', path: `/batches/${batch}`, sign: '[data-item]' }],
  guest: [
    { name: 'guest', path: `/guests/${running}`, sign: '[role=tab]' },
    { name: 'guest-console', path: `/guests/${running}/console`, sign: '[role=application] canvas' },
    { name: 'guest-monitor', path: `/guests/${running}/monitor`, sign: '.tchart canvas' },
    { name: 'guest-disks', path: `/guests/${stopped}/disks`, sign: '[data-disk]' },
    { name: 'guest-disk-grow', path: `/guests/${stopped}/disks`, sign: '[data-disk]', open: [at('grow'), FORM] },
    { name: 'guest-network', path: `/guests/${running}/network`, sign: at('ports') },
    { name: 'guest-snapshots', path: `/guests/${stopped}/snapshots`, sign: '[data-snapshot]' },
    { name: 'guest-settings', path: `/guests/${running}/settings`, sign: at('size') },
    { name: 'guest-gone', path: '/guests/00000000-0000-4000-8000-000000000000', sign: '[data-kind=no-data]' }
  ],
  'compute-pools': [
    { name: 'compute-pools', path: '/compute-pools', sign: '[data-pool]', open: ['[data-pool=lab]', PANEL] },
    { name: 'compute-pool-new', path: '/compute-pools', sign: '[data-pool]', open: [at('create-pool'), FORM] }
  ],
  cells: [
    { name: 'cells', path: '/cells', sign: '[data-cell]', open: ['[data-cell=rack1-a]', PANEL] },
    { name: 'cell-new', path: '/cells', sign: '[data-cell]', open: [at('add-host'), FORM] }
  ],
  'storage-pools': [
    { name: 'storage-pools', path: '/storage-pools', sign: '[data-storage]', open: ['[data-storage]', PANEL] },
    { name: 'storage-pool-new', path: '/storage-pools', sign: '[data-storage]', open: [at('create-pool'), FORM] }
  ],
  'address-pools': [
    {
      name: 'address-pools',
      path: '/address-pools',
      sign: '[data-address-pool]',
      open: ['[data-address-pool]', PANEL]
    },
    { name: 'address-pool-new', path: '/address-pools', sign: '[data-address-pool]', open: [at('create-pool'), FORM] }
  ],
  'address-pool': [
    { name: 'address-pool', path: '/address-pools/demo', sign: '[data-lease]' },
    { name: 'address-range-new', path: '/address-pools/demo', sign: '[data-lease]', open: [at('add-range'), FORM] }
  ],
  images: [
    { name: 'images', path: '/images', sign: '[data-image=sample]', open: ['[data-image=sample]', PANEL] },
    { name: 'images-media', path: '/images?kind=media', sign: '[data-kind=no-data]' },
    { name: 'images-import', path: '/images', sign: '[data-image]', open: [at('import-images'), at('import-form')] },
    { name: 'images-build', path: '/images', sign: '[data-image]', open: [at('build-image'), FORM] },
    { name: 'images-sync', path: '/images', sign: '[data-image]', open: [at('sync-images'), at('sync')] }
  ],
  templates: [
    { name: 'templates', path: '/templates', sign: '[data-template]', open: ['[data-template]', at('devices')] },
    { name: 'template-new', path: '/templates', sign: '[data-template]', open: [at('create-template'), FORM] }
  ],
  tasks: [{ name: 'tasks', path: '/tasks', sign: '[data-task]', open: ['[data-task]', PANEL] }],
  logs: [{ name: 'logs', path: '/logs', sign: '[data-log]', open: ['[data-log]', PANEL] }],
  reference: [
    { name: 'reference', path: '/reference', sign: '[data-operation]', open: ['[data-operation] summary', '[open]'] }
  ],
  users: [
    { name: 'users', path: '/users', sign: '[data-user]', open: ['[data-user]', PANEL] },
    { name: 'user-new', path: '/users', sign: '[data-user]', open: [at('make'), FORM] },
    { name: 'user-groups', path: '/users?tab=groups', sign: '[data-group]', open: ['[data-group]', PANEL] },
    { name: 'user-roles', path: '/users?tab=roles', sign: '[data-role]' },
    { name: 'user-role-new', path: '/users?tab=roles', sign: '[data-role]', open: [at('make'), FORM] },
    { name: 'user-sessions', path: '/users?tab=sessions', sign: at('session') },
    { name: 'user-sharing', path: '/users?tab=visibility', sign: at('instance_visible') }
  ],
  settings: [{ name: 'settings', path: '/settings', sign: at('folder') }],
  wall: [{ name: 'wall', path: '/wall', sign: '.tile[data-state=connected]' }]
})
