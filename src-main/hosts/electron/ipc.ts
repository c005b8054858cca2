import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { NoticeName } from '#shared/contract/notices';
import type { Answer } from '#shared/domain/error';
import { CALL_CHANNEL, NOTICE_CHANNEL } from '#main/preload/channels';
import type { HostCall } from '../web/call';
import type { Origin } from './origin';

const FORBIDDEN: Answer<never> = {
  ok: false,
  error: { code: 'forbidden', message: 'This page may not call Macule.', details: {} },
};

/** Whether the call comes from the top frame of one of our pages; a frame that has gone is null. */
function isFromOurPage({ senderFrame }: IpcMainInvokeEvent, { isOwnPage }: Pick<Origin, 'isOwnPage'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}

/** Answers calls of our own pages, on one channel. */
export function registerIpc(call: HostCall, origin: Pick<Origin, 'isOwnPage'>): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) =>
    isFromOurPage(event, origin) ? call(name, input) : FORBIDDEN,
  );
}

/** Sends a notice to every window. */
export function sendNotice(name: NoticeName, payload: unknown): void {
  for (const window of BrowserWindow.getAllWindows())
    if (!window.webContents.isDestroyed()) window.webContents.send(NOTICE_CHANNEL, name, payload);
}
