import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import type { OwnPages } from './own-pages'

/** True for a message from the main frame of a window while that shows a page of ours. */
export function isTrustedSender({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent, pages: OwnPages): boolean {
  // The frame is null when it has gone meanwhile.
  return senderFrame !== null && senderFrame === sender.mainFrame && pages.owns(senderFrame.url)
}
