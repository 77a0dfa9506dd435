import { launchElectron } from './electron-app'
import type { Shell } from './desktop'

/** Where the app's pages come from: its own protocol, and what the stand-in loads in its place. */
const HOME = /^(?:app:\/\/bundle\/|http:\/\/app--bundle\.localhost\/|data:|blob:)/

/** The Electron shell, with its native windows on an X display. */
export const electronShell = (display: string): Shell => ({
  async start(dataFolder, complaints) {
    const app = await launchElectron({ dataFolder, display })
    await complaints.listen(app.context, (url) => HOME.test(url))
    return {
      pid: app.pid,
      context: app.context,
      window: (part) => app.window(part),
      kill: () => app.kill(),
      close: async () => void (await app.quit())
    }
  }
})
