import type { Job } from './jobs';
import type { EventId, ViewId } from '../domain/ids';
import type { ProjectInfo } from './projects';

/** News from the core to the renderer; never control flow. */
export type Notices = {
  /** A job started, moved on (at most ten times a second) or ended. */
  job: Job;
  /** An event was appended by this or another window; the views that it touched. */
  journal: { readonly eventId: EventId; readonly viewIds: readonly ViewId[] };
  /** A project was opened or closed. */
  project: ProjectInfo | null;
  /** A menu item or file association asks the renderer to do something. */
  command: { readonly name: 'import' | 'export' | 'openProject' | 'createProject' | 'undo' | 'redo' | 'shortcuts' };
};
export type NoticeName = keyof Notices;
export const NOTICE_NAMES = ['job', 'journal', 'project', 'command'] as const satisfies readonly NoticeName[];
