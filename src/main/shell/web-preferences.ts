import type { WebPreferences } from 'electron'

/** The one set of preferences of every window (Electron docs, Security, items 2 to 12). */
export const webPreferencesWith = (preload: string): Readonly<WebPreferences> =>
  Object.freeze({
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false
  } satisfies WebPreferences)
