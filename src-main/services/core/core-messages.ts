import type { NoticeName } from '#shared/contract/notices';

/** What a host sends to the core worker. */
export type ToCore =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly type: 'media'; readonly id: number; readonly photoId: string; readonly variant: string }
  | { readonly type: 'close'; readonly id: number };

/** What the core worker sends to its host. */
export type FromCore =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'notice'; readonly name: NoticeName; readonly payload: unknown };
