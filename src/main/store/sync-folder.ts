import type { StoreIo } from './store-io'

/** Makes the names in a folder durable. Windows keeps them by itself, and cannot open a folder. */
export function syncFolder(io: StoreIo, path: string): void {
  if (process.platform === 'win32') return
  const folder = io.open(path, 'r')
  try {
    io.sync(folder)
  } finally {
    io.close(folder)
  }
}

/** As `syncFolder`, without holding up the main loop. */
export async function syncFolderInBackground(io: StoreIo, path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = io.open(path, 'r')
  try {
    await io.syncInBackground(folder)
  } finally {
    io.close(folder)
  }
}
