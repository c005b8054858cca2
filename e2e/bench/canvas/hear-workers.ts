/** Hears what the photo worker answers: one bitmap is a preview, several are a photo with its levels. */
export function hearWorkers(): { previews: number; wholes: number } {
  const heard = { previews: 0, wholes: 0 };
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ type?: string; bitmaps?: unknown[] }>) => {
        if (data.type === 'loaded') heard[data.bitmaps?.length === 1 ? 'previews' : 'wholes']++;
      });
    }
  };
  return heard;
}
