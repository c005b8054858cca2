/** Calls back with device px per CSS px whenever it changes: another monitor, another page zoom. Returns the end of it. */
export function watchDevicePixelRatio(onChange: (ratio: number) => void): () => void {
  let query: MediaQueryList | null = null;
  function listen(): void {
    query?.removeEventListener('change', changed);
    // The query holds for one ratio only, so each change needs the next one.
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed);
  }
  function changed(): void {
    listen();
    onChange(window.devicePixelRatio);
  }
  if (typeof window.matchMedia === 'function') listen();
  return () => query?.removeEventListener('change', changed);
}
