import { inEnglish, type InputIssue } from './input-issue'

/** Every failure the application can report, with its status. Details are typed per code. */
interface ErrorDetails {
  INPUT_INVALID: { issues: readonly InputIssue[] }
  BODY_INVALID: { reason: string }
  INPUT_TOO_LARGE: { limit: number }
  RANGE_REFUSED: { size: number }
  FILE_CHANGED: { name: string }
  UPGRADE_NEEDED: object
  OPERATION_UNKNOWN: { name: string }
  METHOD_REFUSED: { method: string; path: string; allowed: readonly string[] }
  SIGN_IN_NEEDED: object
  SESSION_INVALID: object
  SESSION_NOT_FOUND: object
  SIGN_IN_REFUSED: object
  AUTOMATIC_NO_DESKTOP: object
  AUTOMATIC_NO_KEYRING: object
  PERMISSION_DENIED: { permission: string }
  OWNER_REFUSED: { field: string; value: string }
  ORIGIN_REFUSED: { origin: string }
  SYSTEM_READY: object
  DEMO_PRESENT: { pool: string }
  POOL_NOT_FOUND: { pool: string }
  POOL_DISABLED: { pool: string }
  POOL_NAME_TAKEN: { pool: string }
  POOL_UNCHANGED: { pool: string }
  POOL_HAS_CELLS: { pool: string; cells: number }
  POOL_NEEDS_STORAGE: { pool: string }
  POOL_HAS_LEASES: { pool: string; network: string; leases: number }
  CELL_NAME_TAKEN: { cell: string }
  CELL_ALLOCATED: { cell: string; pool: string }
  CELL_BUSY: { cell: string; what: string }
  HOST_NOT_FOUND: { cell: string }
  HOST_TAKEN: { by: string }
  HOST_UNUSABLE: { driver: string; reason: string }
  CELL_HAS_GUESTS: { cell: string; guests: number }
  STORAGE_POOL_NOT_FOUND: { pool: string }
  STORAGE_POOL_NAME_TAKEN: { pool: string }
  STORAGE_POOL_IN_USE: { pool: string; pools: readonly string[] }
  STORAGE_POOL_UNCHANGED: { pool: string }
  STORAGE_POOL_INVALID: { pool: string; reason: string }
  CELL_STORAGE_SHARED: { cell: string; mode: string }
  ADDRESS_POOL_NOT_FOUND: { pool: string }
  ADDRESS_POOL_NAME_TAKEN: { pool: string }
  ADDRESS_POOL_IN_USE: { pool: string; pools: readonly string[] }
  ADDRESS_POOL_HAS_LEASES: { pool: string; leases: number }
  ADDRESS_POOL_UNCHANGED: { pool: string }
  ADDRESS_INVALID: { address: string; reason: string }
  ADDRESS_TAKEN: { address: string; pool: string }
  NO_ADDRESS_LEFT: { pool: string }
  RANGE_NOT_FOUND: { pool: string; start: string }
  RANGE_TAKEN: { pool: string; start: string; end: string; other: string }
  RANGE_HAS_LEASES: { pool: string; start: string; leases: number }
  CELL_NOT_FOUND: { cell: string; pool: string }
  CELL_OFFLINE: { cell: string; reason: string }
  CELL_UNCHANGED: { cell: string; enabled: boolean }
  PLACEMENT_REFUSED: { pool: string; reason: string }
  GUEST_NOT_FOUND: { id: string }
  GUEST_NAME_TAKEN: { name: string; pool: string }
  GUEST_BUSY: { name: string; task: string }
  GUEST_NOT_CREATED: { name: string }
  GUEST_RUNNING: { name: string }
  GUEST_STOPPED: { name: string }
  GUEST_LOST: { name: string }
  GUEST_FAILED: { name: string; reason: string }
  GUEST_UNCHANGED: { name: string; what: string }
  GUEST_HAS_SNAPSHOTS: { name: string; snapshots: number }
  GUEST_MIGRATING: { name: string }
  DISK_NOT_FOUND: { name: string; disk: number }
  DISK_NOT_LARGER: { name: string; disk: number; size: number }
  MODULE_MISSING: { name: string; module: string }
  PORT_TAKEN: { port: number; by: string }
  PORT_IN_USE: { port: number }
  PORT_FORBIDDEN: { port: number }
  REST_FIXED: object
  DATA_FOLDER_FIXED: object
  DATA_FOLDER_REFUSED: { path: string; reason: string }
  DATA_FOLDER_INSIDE: { path: string }
  DATA_FOLDER_FOREIGN: { path: string }
  DESKTOP_NEEDED: object
  RESTART_REFUSED: { tasks: number }
  SNAPSHOT_NOT_FOUND: { name: string; guest: string }
  SNAPSHOT_NAME_TAKEN: { name: string; guest: string }
  SNAPSHOT_NEEDED: { name: string; guest: string; others: readonly string[] }
  TEMPLATE_NOT_FOUND: { id: string }
  TEMPLATE_NAME_TAKEN: { name: string }
  MIGRATION_NOT_FOUND: { id: string }
  MIGRATION_REFUSED: { reason: string }
  MIGRATION_INCOMPLETE: { reason: string }
  BATCH_NOT_FOUND: { id: string }
  BATCH_GOING: { id: string }
  BATCH_COMPLETE: { id: string }
  BATCH_INCOMPLETE: { failed: number; total: number; reason: string }
  GUEST_STAYED_ON: { name: string; seconds: number }
  ROLE_NOT_FOUND: { role: string }
  ROLE_NAME_TAKEN: { role: string }
  ROLE_IN_USE: { role: string; groups: readonly string[] }
  GROUP_NOT_FOUND: { group: string }
  GROUP_NAME_TAKEN: { group: string }
  GROUP_HAS_MEMBERS: { group: string; members: number }
  USER_NOT_FOUND: { user: string }
  USER_NAME_TAKEN: { user: string }
  USER_HAS_GROUP: { user: string; group: string }
  USER_NOT_MEMBER: { user: string; group: string }
  LAST_ADMINISTRATOR: { user: string }
  SIGN_IN_LOCKED: { seconds: number }
  SIGN_IN_BUSY: object
  USER_WITHOUT_GROUP: { user: string }
  PASSWORD_WRONG: object
  LOG_NOT_FOUND: { id: string }
  UPLOAD_OFFSET: { name: string; expected: number; given: number }
  CHECKSUM_WRONG: { name: string; expected: string; found: string }
  IMAGE_NOT_FOUND: { id: string }
  IMAGE_NAME_TAKEN: { name: string; group: string }
  IMAGE_NOT_READY: { name: string }
  IMAGE_LOCKED: { name: string }
  IMAGE_IN_USE: { name: string; guests: readonly string[] }
  IMAGE_REFUSED: { name: string; reason: string }
  DISK_TOO_SMALL: { image: string; needed: number; given: number }
  MEDIA_ATTACHED: { name: string }
  MEDIA_ABSENT: { name: string }
  TASK_NOT_FOUND: { id: string }
  TASK_ENDED: { id: string }
  TASK_FAILED: { reason: string }
  TASK_STOPPED: { how: 'cancelled' | 'interrupted' }
  TICKET_INVALID: object
  NOT_SUPPORTED: { driver: string; what: string }
  DRIVER_FAILED: { cell: string; driver: string; reason: string }
  DISK_FULL: { path: string }
  STORE_BROKEN: { reason: string }
  STORE_UNREADABLE: { path: string; reason: string }
  STORE_NEWER: { path: string; version: number; known: number }
  FOLDER_IN_USE: { path: string; pid: number }
  NOT_CONNECTED: object
  TRANSFER_FAILED: { reason: string }
  IMPORT_REFUSED: { name: string; reason: string }
  UNEXPECTED: { incident: string }
}
export type ErrorCode = keyof ErrorDetails

const catalog: { [C in ErrorCode]: { status: number; message: (details: ErrorDetails[C]) => string } } = {
  INPUT_INVALID: { status: 400, message: ({ issues }) => issues.map(inEnglish).join('; ') },
  BODY_INVALID: { status: 400, message: ({ reason }) => `The request cannot be read: ${reason}` },
  INPUT_TOO_LARGE: { status: 413, message: ({ limit }) => `One call may carry at most ${limit} bytes` },
  RANGE_REFUSED: { status: 416, message: ({ size }) => `The file has no such bytes; it has ${size}` },
  FILE_CHANGED: { status: 412, message: ({ name }) => `The file "${name}" is not the one that was asked for` },
  UPGRADE_NEEDED: { status: 426, message: () => 'Open this address as a WebSocket' },
  OPERATION_UNKNOWN: { status: 404, message: ({ name }) => `No operation is called "${name}"` },
  METHOD_REFUSED: {
    status: 405,
    message: ({ method, path, allowed }) => `"${path}" is not served by ${method}, but by ${allowed.join(', ')}`
  },
  SIGN_IN_NEEDED: { status: 401, message: () => 'Sign in first: the Nano-Session header is missing' },
  SESSION_NOT_FOUND: { status: 404, message: () => 'There is no such sign-in; it has ended already' },
  SESSION_INVALID: { status: 401, message: () => 'The session is unknown or has ended; sign in again' },
  SIGN_IN_REFUSED: { status: 401, message: () => 'The user name or the password is wrong' },
  AUTOMATIC_NO_DESKTOP: { status: 409, message: () => 'Only the desktop application signs somebody in by itself' },
  AUTOMATIC_NO_KEYRING: {
    status: 409,
    message: () =>
      'The system keeps no keys for this user, so the sign-in could not be kept safe; nothing has changed. Unlock or install a keyring, and start again'
  },
  PERMISSION_DENIED: { status: 403, message: ({ permission }) => `The permission "${permission}" is needed` },
  OWNER_REFUSED: {
    status: 403,
    message: ({ field, value }) =>
      `Only who sees everything may name "${value}" as the ${field} of something; name your own, or none`
  },
  ORIGIN_REFUSED: {
    status: 403,
    message: ({ origin }) => `Requests from "${origin}" are refused; only this computer is served`
  },
  SYSTEM_READY: { status: 409, message: () => 'The first administrator exists already; sign in' },
  DEMO_PRESENT: { status: 409, message: ({ pool }) => `The demo fleet is here already: compute pool "${pool}"` },
  POOL_NOT_FOUND: { status: 404, message: ({ pool }) => `There is no compute pool "${pool}"` },
  POOL_DISABLED: { status: 409, message: ({ pool }) => `Compute pool "${pool}" is disabled and takes no new guests` },
  POOL_NAME_TAKEN: { status: 409, message: ({ pool }) => `There is a compute pool "${pool}" already` },
  POOL_UNCHANGED: {
    status: 409,
    message: ({ pool }) => `Compute pool "${pool}" is like that already; no need to change`
  },
  POOL_HAS_CELLS: {
    status: 409,
    message: ({ pool, cells }) => `Compute pool "${pool}" still has ${cells} cell(s); take them out first`
  },
  POOL_NEEDS_STORAGE: {
    status: 409,
    message: ({ pool }) => `Compute pool "${pool}" needs shared storage for fail-over`
  },
  POOL_HAS_LEASES: {
    status: 409,
    message: ({ pool, network, leases }) =>
      `${leases} guest(s) of compute pool "${pool}" have addresses of "${network}"; delete them first`
  },
  CELL_NAME_TAKEN: { status: 409, message: ({ cell }) => `There is a cell "${cell}" already` },
  CELL_ALLOCATED: { status: 409, message: ({ cell, pool }) => `Cell "${cell}" is in compute pool "${pool}" already` },
  CELL_BUSY: { status: 409, message: ({ cell, what }) => `Cell "${cell}" is busy: ${what}` },
  HOST_NOT_FOUND: { status: 404, message: ({ cell }) => `There is no cell "${cell}"` },
  HOST_TAKEN: { status: 409, message: ({ by }) => `This computer is registered already, as cell "${by}"` },
  HOST_UNUSABLE: {
    status: 409,
    message: ({ driver, reason }) => `The host cannot be used by the ${driver} driver: ${reason}`
  },
  CELL_HAS_GUESTS: {
    status: 409,
    message: ({ cell, guests }) => `Cell "${cell}" still has ${guests} guest(s); migrate or delete them first`
  },
  STORAGE_POOL_NOT_FOUND: { status: 404, message: ({ pool }) => `There is no storage pool "${pool}"` },
  STORAGE_POOL_NAME_TAKEN: { status: 409, message: ({ pool }) => `There is a storage pool "${pool}" already` },
  STORAGE_POOL_IN_USE: {
    status: 409,
    message: ({ pool, pools }) => `Storage pool "${pool}" is used by compute pool(s) ${pools.join(', ')}`
  },
  STORAGE_POOL_UNCHANGED: {
    status: 409,
    message: ({ pool }) => `Storage pool "${pool}" is like that already; no need to change`
  },
  STORAGE_POOL_INVALID: { status: 400, message: ({ pool, reason }) => `Storage pool "${pool}": ${reason}` },
  CELL_STORAGE_SHARED: {
    status: 409,
    message: ({ cell, mode }) => `Cell "${cell}" has its volumes in the ${mode} storage of its compute pool`
  },
  ADDRESS_POOL_NOT_FOUND: { status: 404, message: ({ pool }) => `There is no address pool "${pool}"` },
  ADDRESS_POOL_NAME_TAKEN: { status: 409, message: ({ pool }) => `There is an address pool "${pool}" already` },
  ADDRESS_POOL_IN_USE: {
    status: 409,
    message: ({ pool, pools }) => `Address pool "${pool}" is used by compute pool(s) ${pools.join(', ')}`
  },
  ADDRESS_POOL_HAS_LEASES: {
    status: 409,
    message: ({ pool, leases }) => `Address pool "${pool}" still has ${leases} lease(s)`
  },
  ADDRESS_POOL_UNCHANGED: {
    status: 409,
    message: ({ pool }) => `Address pool "${pool}" is like that already; no need to change`
  },
  ADDRESS_INVALID: { status: 400, message: ({ address, reason }) => `Address "${address}": ${reason}` },
  ADDRESS_TAKEN: {
    status: 409,
    message: ({ address, pool }) => `Address ${address} of address pool "${pool}" is leased already`
  },
  NO_ADDRESS_LEFT: { status: 409, message: ({ pool }) => `Address pool "${pool}" has no address left` },
  RANGE_NOT_FOUND: {
    status: 404,
    message: ({ pool, start }) => `Address pool "${pool}" has no such range from ${start}`
  },
  RANGE_TAKEN: {
    status: 409,
    message: ({ pool, start, end, other }) => `Range ${start} to ${end} of address pool "${pool}" overlaps ${other}`
  },
  RANGE_HAS_LEASES: {
    status: 409,
    message: ({ pool, start, leases }) =>
      `The range from ${start} of address pool "${pool}" still has ${leases} lease(s)`
  },
  CELL_NOT_FOUND: { status: 404, message: ({ cell, pool }) => `There is no cell "${cell}" in compute pool "${pool}"` },
  CELL_OFFLINE: { status: 409, message: ({ cell, reason }) => `Cell "${cell}" does not answer: ${reason}` },
  CELL_UNCHANGED: {
    status: 409,
    message: ({ cell, enabled }) => `Cell "${cell}" is already ${enabled ? 'enabled' : 'disabled'}`
  },
  PLACEMENT_REFUSED: {
    status: 409,
    message: ({ pool, reason }) => `No cell of compute pool "${pool}" can take the guest: ${reason}`
  },
  GUEST_NOT_FOUND: { status: 404, message: ({ id }) => `There is no guest "${id}"` },
  GUEST_NAME_TAKEN: {
    status: 409,
    message: ({ name, pool }) => `Compute pool "${pool}" has a guest called "${name}" already`
  },
  GUEST_BUSY: { status: 409, message: ({ name, task }) => `Guest "${name}" is busy: ${task}` },
  GUEST_NOT_CREATED: { status: 409, message: ({ name }) => `Guest "${name}" is not created yet` },
  GUEST_RUNNING: { status: 409, message: ({ name }) => `Guest "${name}" is running; stop it first` },
  GUEST_STOPPED: { status: 409, message: ({ name }) => `Guest "${name}" is not running; start it first` },
  GUEST_LOST: { status: 409, message: ({ name }) => `The cell of guest "${name}" does not answer` },
  GUEST_FAILED: { status: 500, message: ({ name, reason }) => `Guest "${name}" could not be created: ${reason}` },
  GUEST_UNCHANGED: {
    status: 409,
    message: ({ name, what }) => `Guest "${name}" has that ${what} already; no need to change`
  },
  GUEST_HAS_SNAPSHOTS: {
    status: 409,
    message: ({ name, snapshots }) => `Guest "${name}" has ${snapshots} snapshot(s); delete them first`
  },
  GUEST_MIGRATING: { status: 409, message: ({ name }) => `Guest "${name}" is being migrated` },
  DISK_NOT_FOUND: { status: 404, message: ({ name, disk }) => `Guest "${name}" has no disk ${disk}` },
  DISK_NOT_LARGER: {
    status: 409,
    message: ({ name, disk, size }) => `Disk ${disk} of guest "${name}" has ${size} bytes; the new size must be greater`
  },
  MODULE_MISSING: {
    status: 409,
    message: ({ name, module }) => `Guest "${name}" was created without the module "${module}", which this needs`
  },
  PORT_TAKEN: { status: 409, message: ({ port, by }) => `Port ${port} of this computer is forwarded to ${by} already` },
  PORT_IN_USE: {
    status: 409,
    message: ({ port }) =>
      `Port ${port} of this computer is used by another program; nothing has changed. Choose another`
  },
  PORT_FORBIDDEN: {
    status: 409,
    message: ({ port }) =>
      `Port ${port} is not open to this user: the system keeps ports below 1024 to itself; nothing has changed. Choose one from 1024`
  },
  DATA_FOLDER_FIXED: {
    status: 409,
    message: () => 'The data folder is chosen by the command that starts the application, with --data and a folder'
  },
  DATA_FOLDER_REFUSED: {
    status: 409,
    message: ({ path, reason }) => `"${path}" cannot be the data folder: ${reason}; nothing has changed`
  },
  DATA_FOLDER_INSIDE: {
    status: 409,
    message: ({ path }) => `"${path}" is inside the present data folder; nothing has changed. Choose one beside it`
  },
  DATA_FOLDER_FOREIGN: {
    status: 409,
    message: ({ path }) =>
      `"${path}" has other files in it; nothing has changed. Choose an empty folder, or make a new one in it`
  },
  DESKTOP_NEEDED: { status: 409, message: () => 'Only the desktop application can do this' },
  RESTART_REFUSED: {
    status: 409,
    message: ({ tasks }) => `${tasks} task(s) are still running, and a restart would interrupt them; wait for their end`
  },
  REST_FIXED: {
    status: 409,
    message: () => 'The API is served where the command that started the application says; start it with another --port'
  },
  SNAPSHOT_NOT_FOUND: { status: 404, message: ({ name, guest }) => `Guest "${guest}" has no snapshot "${name}"` },
  SNAPSHOT_NAME_TAKEN: {
    status: 409,
    message: ({ name, guest }) => `Guest "${guest}" has a snapshot "${name}" already`
  },
  SNAPSHOT_NEEDED: {
    status: 409,
    message: ({ name, guest, others }) => `Snapshot "${name}" of guest "${guest}" is needed by ${others.join(', ')}`
  },
  TEMPLATE_NOT_FOUND: { status: 404, message: ({ id }) => `There is no system template "${id}"` },
  TEMPLATE_NAME_TAKEN: { status: 409, message: ({ name }) => `There is a system template "${name}" already` },
  MIGRATION_NOT_FOUND: { status: 404, message: ({ id }) => `There is no migration "${id}"` },
  MIGRATION_REFUSED: { status: 409, message: ({ reason }) => `The guests cannot be migrated: ${reason}` },
  MIGRATION_INCOMPLETE: { status: 409, message: ({ reason }) => `Not every guest was migrated. The first: ${reason}` },
  BATCH_NOT_FOUND: { status: 404, message: ({ id }) => `There is no such batch "${id}"` },
  BATCH_GOING: { status: 409, message: ({ id }) => `Batch "${id}" goes on; wait for its end` },
  BATCH_COMPLETE: { status: 409, message: ({ id }) => `Nothing of batch "${id}" has failed` },
  BATCH_INCOMPLETE: {
    status: 409,
    message: ({ failed, total, reason }) => `${failed} of ${total} guests failed. The first: ${reason}`
  },
  GUEST_STAYED_ON: {
    status: 409,
    message: ({ name, seconds }) => `Guest "${name}" has not shut down within ${seconds} s; force cuts its power`
  },
  ROLE_NOT_FOUND: { status: 404, message: ({ role }) => `There is no role "${role}"` },
  ROLE_NAME_TAKEN: { status: 409, message: ({ role }) => `There is a role "${role}" already` },
  ROLE_IN_USE: {
    status: 409,
    message: ({ role, groups }) => `Role "${role}" is used by group(s) ${groups.join(', ')}`
  },
  GROUP_NOT_FOUND: { status: 404, message: ({ group }) => `There is no user group "${group}"` },
  GROUP_NAME_TAKEN: { status: 409, message: ({ group }) => `There is a user group "${group}" already` },
  GROUP_HAS_MEMBERS: {
    status: 409,
    message: ({ group, members }) => `User group "${group}" still has ${members} member(s)`
  },
  USER_NOT_FOUND: { status: 404, message: ({ user }) => `There is no user "${user}"` },
  USER_NAME_TAKEN: { status: 409, message: ({ user }) => `There is a user "${user}" already` },
  USER_HAS_GROUP: { status: 409, message: ({ user, group }) => `User "${user}" is in group "${group}" already` },
  USER_NOT_MEMBER: { status: 404, message: ({ user, group }) => `User "${user}" is not in group "${group}"` },
  LAST_ADMINISTRATOR: {
    status: 409,
    message: ({ user }) => `"${user}" is the last one who can manage users; make another administrator first`
  },
  SIGN_IN_LOCKED: {
    status: 429,
    message: ({ seconds }) => `Too many failed sign-ins with this name; try again in ${seconds} s`
  },
  SIGN_IN_BUSY: { status: 503, message: () => 'Too many people are signing in at once; try again in a moment' },
  USER_WITHOUT_GROUP: {
    status: 403,
    message: ({ user }) =>
      `User "${user}" is in no group and can do nothing yet; an administrator can put them into one`
  },
  PASSWORD_WRONG: { status: 403, message: () => 'The user or the old password is wrong' },
  LOG_NOT_FOUND: { status: 404, message: ({ id }) => `There is no log entry "${id}"` },
  UPLOAD_OFFSET: {
    status: 409,
    message: ({ name, expected, given }) => `The upload of image "${name}" goes on at byte ${expected}, not at ${given}`
  },
  CHECKSUM_WRONG: {
    status: 400,
    message: ({ name, expected, found }) => `The file of image "${name}" has SHA-256 ${found}, not ${expected}`
  },
  IMAGE_NOT_FOUND: { status: 404, message: ({ id }) => `There is no image "${id}"` },
  IMAGE_NAME_TAKEN: {
    status: 409,
    message: ({ name, group }) => `Group "${group}" has an image called "${name}" already`
  },
  IMAGE_NOT_READY: { status: 409, message: ({ name }) => `Image "${name}" has no file yet` },
  IMAGE_LOCKED: { status: 409, message: ({ name }) => `Image "${name}" is being received` },
  IMAGE_IN_USE: { status: 409, message: ({ name, guests }) => `Image "${name}" is used by ${guests.join(', ')}` },
  IMAGE_REFUSED: { status: 400, message: ({ name, reason }) => `The file for image "${name}" is refused: ${reason}` },
  DISK_TOO_SMALL: {
    status: 400,
    message: ({ image, needed, given }) =>
      `Image "${image}" needs a system disk of ${needed} bytes; ${given} bytes were asked for`
  },
  MEDIA_ATTACHED: {
    status: 409,
    message: ({ name }) => `Guest "${name}" has a medium inserted already; eject it first`
  },
  MEDIA_ABSENT: { status: 409, message: ({ name }) => `Guest "${name}" has no medium inserted` },
  TASK_NOT_FOUND: { status: 404, message: ({ id }) => `There is no task "${id}"` },
  TASK_ENDED: { status: 409, message: ({ id }) => `Task "${id}" has ended already` },
  TASK_FAILED: { status: 500, message: ({ reason }) => reason },
  TASK_STOPPED: {
    status: 409,
    message: ({ how }) =>
      how === 'cancelled' ? 'The task was cancelled' : 'The application was closed before this was done'
  },
  TICKET_INVALID: {
    status: 404,
    message: () => 'This channel is unknown, was used before, or waited longer than 15 seconds'
  },
  NOT_SUPPORTED: { status: 501, message: ({ driver, what }) => `The ${driver} driver cannot ${what}` },
  DRIVER_FAILED: { status: 502, message: ({ cell, driver, reason }) => `Cell "${cell}" (${driver}) failed: ${reason}` },
  DISK_FULL: { status: 507, message: ({ path }) => `The disk is full; nothing was changed (${path})` },
  STORE_BROKEN: { status: 500, message: ({ reason }) => `The data folder cannot be written any more: ${reason}` },
  STORE_UNREADABLE: {
    status: 500,
    message: ({ path, reason }) => `The data folder "${path}" cannot be opened: ${reason}`
  },
  STORE_NEWER: {
    status: 500,
    message: ({ path, version, known }) =>
      `The data folder "${path}" was written by a newer Nano Desktop (schema ${version}; this one knows ${known}); nothing was changed`
  },
  FOLDER_IN_USE: {
    status: 409,
    message: ({ path, pid }) => `The data folder "${path}" is in use by process ${pid}`
  },
  /** Said by a window of itself: the core never sends it. */
  NOT_CONNECTED: {
    status: 503,
    message: () => 'Nano Desktop does not answer; whether the last step was done shows when it is back'
  },
  /** Said by a window of a file that it sends or fetches. */
  TRANSFER_FAILED: { status: 500, message: ({ reason }) => reason },
  IMPORT_REFUSED: { status: 400, message: ({ name, reason }) => `No image "${name}" was made: ${reason}` },
  UNEXPECTED: { status: 500, message: ({ incident }) => `Something went wrong; the log has it as incident ${incident}` }
}

export interface ErrorPayload {
  readonly code: ErrorCode
  readonly message: string
  readonly details: unknown
}

/** The English message of a refusal. */
export const messageOf = <C extends ErrorCode>(code: C, details: ErrorDetails[C]): string =>
  catalog[code].message(details)

/** A refusal that a person can understand. Any other error is a bug and becomes `UNEXPECTED`. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError'
  readonly code: C
  readonly details: ErrorDetails[C]

  constructor(code: C, details: ErrorDetails[C], options?: ErrorOptions) {
    super(messageOf(code, details), options)
    this.code = code
    this.details = details
  }

  get status(): number {
    return catalog[this.code].status
  }

  toPayload(): ErrorPayload {
    return { code: this.code, message: this.message, details: this.details }
  }

  static fromPayload({ code, details }: ErrorPayload): AppError {
    return new AppError(code, details as never)
  }
}

export function fail<C extends ErrorCode>(code: C, details: ErrorDetails[C], options?: ErrorOptions): never {
  throw new AppError(code, details, options)
}
