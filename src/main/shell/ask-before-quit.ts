import { app, dialog, type BrowserWindow } from 'electron'
import type { ShellTexts } from './shell-texts'

interface Options {
  readonly texts: () => ShellTexts
  /** How many tasks would be interrupted. */
  readonly running: () => number
  readonly window: () => BrowserWindow | undefined
}

/** Asks a person who quits while tasks run. A signal is no person, and a system that shuts down does not wait. */
export function askBeforeQuit({ texts, running, window }: Options): void {
  let isSettled = false
  let isAsking = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      isSettled = true
      app.quit()
    })
  const ask = async (): Promise<void> => {
    const words = texts()
    const question = {
      type: 'question' as const,
      message: words.tasksRun(running()),
      detail: words.tasksEnd,
      buttons: [words.quitAnyway, words.stay],
      defaultId: 1,
      cancelId: 1
    }
    const parent = window()
    const { response } = await (parent ? dialog.showMessageBox(parent, question) : dialog.showMessageBox(question))
    isSettled = response === 0
    if (isSettled) app.quit()
  }
  app.on('before-quit', (event) => {
    if (isSettled || running() === 0) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    void ask().finally(() => (isAsking = false))
  })
}
