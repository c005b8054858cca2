/**
 * Calls back with device px per CSS px whenever it changes: another monitor, another page zoom. Returns the end of it.
 * No one signal tells of every change in every browser, so three are listened to: the media query, the window's size,
 * and the size in device px of the element that is drawn on.
 */
export function watchDevicePixelRatio(element: Element, onChange: (ratio: number) => void): () => void {
  const ending = new AbortController();
  let known = window.devicePixelRatio;
  let stopQuery = (): void => undefined;
  function listen(): void {
    stopQuery();
    if (typeof window.matchMedia !== 'function') return;
    // The query holds for one ratio only, so each change needs the next one.
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', check);
    stopQuery = () => query.removeEventListener('change', check);
  }
  function check(): void {
    if (window.devicePixelRatio === known) return;
    known = window.devicePixelRatio;
    listen();
    onChange(known);
  }
  listen();
  window.addEventListener('resize', check, { signal: ending.signal });
  const boxes = observeDeviceBox(element, check);
  return () => {
    stopQuery();
    ending.abort();
    boxes?.disconnect();
  };
}

function observeDeviceBox(element: Element, onChange: () => void): ResizeObserver | null {
  if (typeof ResizeObserver === 'undefined') return null;
  const observer = new ResizeObserver(onChange);
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element); // a browser without that box
  }
  return observer;
}
