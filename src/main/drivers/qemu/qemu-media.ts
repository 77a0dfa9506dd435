import { resolve } from 'node:path'
import type { MediaFacet } from '../driver'
import { ids } from './qemu-command-line'
import { refuse } from './qemu-guest'
import type { QemuHost } from './qemu-host'

/** Every guest has a drive. A medium comes out even if the guest holds it fast, as with a pin. */
export const qemuMedia = (host: QemuHost): MediaFacet => ({
  async insert(handle, path) {
    const machine = host.running(handle)
    if (machine.media !== '') refuse(host.get(handle), 'has a medium in its drive')
    await machine.qmp.execute('blockdev-change-medium', {
      id: ids.drive,
      filename: resolve(path),
      format: 'raw',
      'read-only-mode': 'read-only'
    })
    await machine.look()
  },

  async eject(handle) {
    const machine = host.running(handle)
    const { qmp, media } = machine
    if (media === '') refuse(host.get(handle), 'has nothing in its drive')
    const drive = (await qmp.execute('query-block')).find(({ qdev }) => qdev === ids.drive)
    await qmp.execute('eject', { id: ids.drive, force: true })
    // What was there at the start would stay open; what was inserted later goes by itself.
    if (drive?.inserted?.['node-name'] === ids.startMedia)
      await qmp.execute('blockdev-del', { 'node-name': ids.startMedia })
    await machine.look()
  }
})
