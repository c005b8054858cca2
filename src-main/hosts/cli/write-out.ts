let isReaderGone = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  isReaderGone = true; // `macule list … | head` is no failure
});

/** Writes to standard output and waits until the pipe has taken it; does nothing once the reader has gone. */
export function writeOut(text: string): Promise<void> {
  if (isReaderGone) return Promise.resolve();
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}
