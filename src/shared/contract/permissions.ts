/** Every permission, once. `public` needs no sign-in; `system:setup` is also given to anybody until a first user exists. */
export const permissions = [
  'public',
  'system:setup',
  'system:read',
  'session:own',
  'compute_pool:read',
  'guest:read',
  'guest:write',
  'instance:operate',
  'image:read',
  'image:write',
  'task:read',
  'task:cancel'
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
export const signedIn: readonly Permission[] = ['public', 'session:own', 'system:read', 'task:read']

/** What a menu implies. A role is a list of menus; its permissions are the union of these. */
export const impliedBy: Readonly<Record<Menu, readonly Permission[]>> = {
  dashboard: ['compute_pool:read', 'guest:read'],
  compute_pool: ['compute_pool:read', 'system:setup'],
  address_pool: [],
  storage_pool: [],
  instance: ['guest:read', 'guest:write', 'instance:operate', 'compute_pool:read', 'image:read', 'task:cancel'],
  image: ['image:read', 'image:write'],
  media: ['image:read', 'image:write'],
  user: [],
  templates: [],
  policies: [],
  log: [],
  visibility: []
}

/** What a signed-in user with these menus may do. */
export const permissionsOf = (menu: readonly Menu[]): ReadonlySet<Permission> =>
  new Set([...signedIn, ...menu.flatMap((entry) => impliedBy[entry])])
