/** `levels`: with the halved sizes. `url` is absolute: a worker's own address is another one. */
export type PhotoRequest = { readonly requestId: number; readonly url: string; readonly levels: boolean };

export type ToPhotoWorker =
  ({ readonly type: 'load' } & PhotoRequest) | { readonly type: 'cancel'; readonly requestId: number };

/** `bitmaps` from the largest to the smallest. A cancelled request is not answered. */
export type FromPhotoWorker =
  | { readonly type: 'loaded'; readonly requestId: number; readonly bitmaps: ImageBitmap[] }
  | { readonly type: 'failed'; readonly requestId: number; readonly message: string };
