import type { Core } from './kernel/core'

export interface AppOptions {
  /** Everything the application keeps is in here. */
  readonly dataFolder: string
  readonly version: string
  /** The folder with what is shipped beside the code: the sample guest. */
  readonly resources: string
}

/** The application, open. Closing it lets go of everything; guests run on. */
export interface App extends Core {
  close(): Promise<void>
}

export function openApp(options: AppOptions): Promise<App> {
  return Promise.reject(new Error(`still being wired: ${options.dataFolder}`))
}
