import type { Menu, Permission } from '@shared/contract/permissions'

/** A permission as the last part of a key. */
type Flat<P extends string> = P extends `${infer Noun}:${infer Verb}` ? `${Noun}_${Verb}` : P

/** Users, groups, roles, who is signed in, and what groups share. */
export const users = {
  title: 'Users',
  tabs: { users: 'Users', groups: 'Groups', roles: 'Roles', sessions: 'Signed in', visibility: 'Visibility' },
  make: { 'make-user': 'Create user', 'make-group': 'Create group', 'make-role': 'Create role' },
  columns: {
    name: 'Name',
    nick: 'Nickname',
    mail: 'Mail address',
    group: 'Group',
    display: 'Display name',
    roles: 'Roles',
    members: 'Members',
    user: 'User',
    address: 'Address',
    since: 'Since'
  },
  filter: { users: 'Filter: name, nickname, mail, group', groups: 'Filter: name, role, member' },
  shown: '{n} shown',
  noResult: 'Nobody matches',
  noGroups: 'No group yet',
  noRoles: 'No role yet',
  you: 'you',
  administrator: 'administrator',
  edit: 'Edit…',
  newPassword: 'New password…',
  remove: 'Delete…',
  may: 'May',
  mayGroup: 'Its members may',
  mayRole: 'Who has it may',
  mayNothing: 'no more than everybody who has signed in',
  form: {
    makeUser: 'Create a user',
    editUser: 'Edit user “{name}”',
    makeGroup: 'Create a group',
    editGroup: 'Edit group “{name}”',
    makeRole: 'Create a role',
    editRole: 'Edit role “{name}”',
    nameHint: 'It cannot be changed later',
    taken: 'There is “{name}” already',
    mailWrong: 'This is no mail address',
    noGroup: 'No group',
    noGroupHint: 'Without a group nobody can sign in',
    noRoleHint: 'Without a role its members can do next to nothing',
    password: 'New password for “{name}”',
    setPassword: 'Set password',
    passwordEnds: 'Whoever is signed in with this name has to sign in again.'
  },
  members: {
    none: 'Nobody is in it',
    choose: 'Users in no group',
    chooseFirst: 'Choose somebody first',
    nobodyFree: 'Everybody is in a group. Take somebody out of theirs first.',
    add: 'Add',
    out: 'Take out',
    takeOut: 'Take out “{user}”'
  },
  removal: {
    'remove-user': {
      title: 'Delete user “{name}”?',
      body: 'Their sign-ins end at once. Their guests and images stay.',
      action: 'Delete user'
    },
    'remove-group': {
      title: 'Delete group “{name}”?',
      body: 'Nobody is in it. Guests and images that belong to it stay.',
      action: 'Delete group'
    },
    'remove-role': {
      title: 'Delete role “{name}”?',
      body: 'No group has it; nobody loses anything.',
      action: 'Delete role'
    }
  },
  roles: {
    menus: 'Menu',
    permits: 'Permits to',
    comma: '; ',
    permitsNothing: 'nothing yet: security policies come with a later version',
    everybody:
      'Everybody who has signed in may look after their own sign-in, follow their own tasks, and read what the application has to say.',
    granted: 'Granted',
    denied: 'Not granted',
    groups: 'Groups with it',
    show: 'Show role “{name}”'
  },
  sessions: {
    hint: 'A sign-in ends after three minutes in which its window or program is silent.',
    refresh: 'Look again',
    own: 'This is you',
    end: 'Sign out',
    endTitle: 'Sign “{user}” out?',
    endBody: 'Their windows and consoles close; what they have started goes on. They can sign in again.'
  },
  visibility: {
    hint: 'What the members of group “{group}” see of each other:',
    instance_visible: 'Guests',
    disk_image_visible: 'Disk images',
    media_image_visible: 'Media images',
    others: 'Everybody sees what is theirs and what is nobody’s. Who looks after compute pools sees everything.'
  },
  menus: {
    dashboard: 'Dashboard',
    compute_pool: 'Compute pools',
    address_pool: 'Address pools',
    storage_pool: 'Storage pools',
    instance: 'Guests',
    image: 'Disk images',
    media: 'Media images',
    user: 'Users',
    templates: 'System templates',
    policies: 'Security policies',
    log: 'Logs',
    visibility: 'Visibility'
  } satisfies Record<Menu, string>,
  permissions: {
    public: 'sign in',
    system_setup: 'set up this computer and the application',
    system_read: 'read what the application has to say',
    session_own: 'look after their own sign-in',
    session_list: 'see who is signed in',
    compute_pool_read: 'see compute pools and cells',
    compute_pool_write: 'change compute pools, cells and hosts',
    address_pool_read: 'see address pools',
    address_pool_write: 'change address pools',
    storage_pool_read: 'see storage pools',
    storage_pool_write: 'change storage pools',
    guest_read: 'see guests',
    guest_write: 'create, change and delete guests',
    instance_operate: 'start and stop guests and use their consoles',
    image_read: 'see and download disk images',
    image_write: 'import, build, change and delete disk images',
    media_read: 'see and download media images',
    media_write: 'import, change and delete media images',
    template_read: 'see system templates',
    template_write: 'change system templates',
    user_read: 'see users, groups and roles',
    user_write: 'change users, groups and roles',
    log_read: 'read the log',
    log_write: 'delete from the log',
    visibility_read: 'see what their group shares',
    visibility_write: 'choose what their group shares',
    task_read: 'follow tasks',
    task_cancel: 'cancel tasks',
    resource_all: 'see everything, whoever it belongs to'
  } satisfies Record<Flat<Permission>, string>
} as const
