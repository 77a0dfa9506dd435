/** Why there is no safe: the application is served without a window, or the system keeps no keys for this user. */
export type NoSafe = 'no_desktop' | 'no_keyring'

/** Where one secret is kept so that only this user of this computer can read it. */
export interface Safe {
  /** '' where it can be used. */
  why(): Promise<'' | NoSafe>
  /** '' where nothing is kept. */
  read(): Promise<string>
  write(secret: string): Promise<void>
  remove(): Promise<void>
}

/** Of an application that nobody has a desktop of. */
export const noSafe: Safe = {
  why: async () => 'no_desktop',
  read: async () => '',
  write: async () => undefined,
  remove: async () => undefined
}
