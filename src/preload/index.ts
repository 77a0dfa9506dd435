import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { NanoBridge, PortNotice } from '@shared/contract/nano-bridge'
import { ipc, type WindowNotice } from '@shared/contract/wire'

/** Node's types, which this file is compiled with, know no page. */
declare const window: {
  readonly location: { readonly origin: string }
  postMessage(notice: PortNotice, origin: string, ports: IpcRendererEvent['ports']): void
}

const nano: NanoBridge = {
  call: (operation, input) => ipcRenderer.invoke(ipc.call, operation, input),
  onEvent(listener) {
    const heard = (_event: IpcRendererEvent, notice: WindowNotice): void => listener(notice)
    ipcRenderer.on(ipc.event, heard)
    return () => void ipcRenderer.off(ipc.event, heard)
  },
  openPort: (ticket) => ipcRenderer.send(ipc.open, ticket)
}
contextBridge.exposeInMainWorld('nano', nano)

// A MessagePort cannot cross the context bridge; a window message carries it into the page.
ipcRenderer.on(ipc.port, ({ ports }, ticket: string) =>
  window.postMessage({ nano_port: ticket }, window.location.origin, ports)
)
