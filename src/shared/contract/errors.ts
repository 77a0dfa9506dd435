/** Every failure the application can report, with its status. Details are typed per code. */
interface ErrorDetails {
  INPUT_INVALID: { issues: readonly string[] }
  BODY_INVALID: { reason: string }
  INPUT_TOO_LARGE: { limit: number }
  RANGE_REFUSED: { size: number }
  UPGRADE_NEEDED: object
  OPERATION_UNKNOWN: { name: string }
  SIGN_IN_NEEDED: object
  SESSION_INVALID: object
  SIGN_IN_REFUSED: object
  PERMISSION_DENIED: { permission: string }
  ORIGIN_REFUSED: { origin: string }
  SYSTEM_READY: object
  DEMO_PRESENT: { pool: string }
  POOL_NOT_FOUND: { pool: string }
  POOL_DISABLED: { pool: string }
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
  UNEXPECTED: { incident: string }
}
export type ErrorCode = keyof ErrorDetails

const catalog: { [C in ErrorCode]: { status: number; message: (details: ErrorDetails[C]) => string } } = {
  INPUT_INVALID: { status: 400, message: ({ issues }) => issues.join('; ') },
  BODY_INVALID: { status: 400, message: ({ reason }) => `The request cannot be read: ${reason}` },
  INPUT_TOO_LARGE: { status: 413, message: ({ limit }) => `One call may carry at most ${limit} bytes` },
  RANGE_REFUSED: { status: 416, message: ({ size }) => `The file has no such bytes; it has ${size}` },
  UPGRADE_NEEDED: { status: 426, message: () => 'Open this address as a WebSocket' },
  OPERATION_UNKNOWN: { status: 404, message: ({ name }) => `No operation is called "${name}"` },
  SIGN_IN_NEEDED: { status: 401, message: () => 'Sign in first: the Nano-Session header is missing' },
  SESSION_INVALID: { status: 401, message: () => 'The session is unknown or has ended; sign in again' },
  SIGN_IN_REFUSED: { status: 401, message: () => 'The user name or the password is wrong' },
  PERMISSION_DENIED: { status: 403, message: ({ permission }) => `The permission "${permission}" is needed` },
  ORIGIN_REFUSED: {
    status: 403,
    message: ({ origin }) => `Requests from "${origin}" are refused; only this computer is served`
  },
  SYSTEM_READY: { status: 409, message: () => 'The first administrator exists already; sign in' },
  DEMO_PRESENT: { status: 409, message: ({ pool }) => `The demo fleet is here already: compute pool "${pool}"` },
  POOL_NOT_FOUND: { status: 404, message: ({ pool }) => `There is no compute pool "${pool}"` },
  POOL_DISABLED: { status: 409, message: ({ pool }) => `Compute pool "${pool}" is disabled and takes no new guests` },
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
  UNEXPECTED: { status: 500, message: ({ incident }) => `Something went wrong; the log has it as incident ${incident}` }
}

export interface ErrorPayload {
  readonly code: ErrorCode
  readonly message: string
  readonly details: unknown
}

/** A refusal that a person can understand. Any other error is a bug and becomes `UNEXPECTED`. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError'
  readonly code: C
  readonly details: ErrorDetails[C]

  constructor(code: C, details: ErrorDetails[C], options?: ErrorOptions) {
    super(catalog[code].message(details), options)
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
