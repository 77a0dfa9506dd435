/** Every permission, once. `public` needs no sign-in; `system:setup` is also given to anybody until a first user exists. */
export const permissions = [
  'public',
  'system:setup',
  'system:read',
  'session:own',
  'session:list',
  'compute_pool:read',
  'compute_pool:write',
  'address_pool:read',
  'address_pool:write',
  'storage_pool:read',
  'storage_pool:write',
  'guest:read',
  'guest:write',
  'instance:operate',
  'image:read',
  'image:write',
  'media:read',
  'media:write',
  'template:read',
  'template:write',
  'user:read',
  'user:write',
  'log:read',
  'log:write',
  'visibility:read',
  'visibility:write',
  'task:read',
  'task:cancel',
  'resource:all'
] as const
export type Permission = (typeof permissions)[number]

/** Menus a role may grant (api/semantics 3.11), in the order of the screen. */
export const menus = [
  'dashboard',
  'compute_pool',
  'address_pool',
  'storage_pool',
  'instance',
  'image',
  'media',
  'user',
  'templates',
  'policies',
  'log',
  'visibility'
] as const
export type Menu = (typeof menus)[number]

/** What every signed-in user may do, whatever the role. */
export const signedIn: readonly Permission[] = ['public', 'session:own', 'system:read', 'task:read', 'visibility:read']

/**
 * What a menu implies. A role is a list of menus; its permissions are the union of these. Who looks after the hosts
 * sees every guest on them (`resource:all`); everybody else sees what is theirs, and what their group shares.
 */
export const impliedBy: Readonly<Record<Menu, readonly Permission[]>> = {
  dashboard: ['compute_pool:read', 'guest:read'],
  compute_pool: ['compute_pool:read', 'compute_pool:write', 'system:setup', 'guest:read', 'resource:all'],
  address_pool: ['address_pool:read', 'address_pool:write'],
  storage_pool: ['storage_pool:read', 'storage_pool:write'],
  instance: [
    'guest:read',
    'guest:write',
    'instance:operate',
    'compute_pool:read',
    'image:read',
    'media:read',
    'template:read',
    'task:cancel'
  ],
  image: ['image:read', 'image:write'],
  media: ['media:read', 'media:write'],
  user: ['user:read', 'user:write', 'session:list'],
  templates: ['template:read', 'template:write'],
  policies: [],
  log: ['log:read', 'log:write'],
  visibility: ['visibility:write']
}

/** What a signed-in user with these menus may do. */
export const permissionsOf = (menu: readonly Menu[]): ReadonlySet<Permission> =>
  new Set([...signedIn, ...menu.flatMap((entry) => impliedBy[entry])])
