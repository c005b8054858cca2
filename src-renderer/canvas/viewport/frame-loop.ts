/** One requestAnimationFrame loop: it runs while something is dirty and sleeps otherwise. */
export type FrameLoop = {
  /** Asks for one frame; any number of requests before it make one. */
  request(): void;
  stop(): void;
};

/** `onFrame` gets the frame's time in ms and answers whether it wants another frame. */
export function createFrameLoop(onFrame: (nowMs: number) => boolean): FrameLoop {
  let handle: number | null = null;
  let isStopped = false;
  const run = (nowMs: number): void => {
    handle = null;
    if (onFrame(nowMs)) request();
  };
  function request(): void {
    if (handle === null && !isStopped) handle = requestAnimationFrame(run);
  }
  return {
    request,
    stop() {
      isStopped = true;
      if (handle !== null) cancelAnimationFrame(handle);
      handle = null;
    },
  };
}

/** A page that is not on screen has no frames. In ms. */
const NO_FRAME_MS = 100;

/** Resolves when a frame that was asked for before the call has been drawn. */
export function nextPaint(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done()));
    setTimeout(done, NO_FRAME_MS);
  });
}
