import { app, type Session, type WebContents } from 'electron';
import type { Origin } from './origin';

/** Command-line switches of the packaged app: no name is looked up and no proxy asked, whatever a page tries. */
export function closeNetwork(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('no-proxy-server');
  app.commandLine.appendSwitch('disable-background-networking');
}

/** Refuses everything that a page of ours never needs: permissions, devices, downloads, foreign requests, dictionaries. */
export function guardSession(session: Session, { isAllowedRequest }: Pick<Origin, 'isAllowedRequest'>): void {
  session.setSpellCheckerEnabled(false);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, choose) => choose(null));
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isAllowedRequest(url) }));
  session.on('will-download', (event) => event.preventDefault());
}

const refuse = (event: { preventDefault(): void }): void => event.preventDefault();

function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
}

/** Keeps every window, the ones to come included, on the page that it was opened with. */
export function guardAllContents(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}
