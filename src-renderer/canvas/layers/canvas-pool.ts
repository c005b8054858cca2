/** A canvas of device px that is never shown; its context has no transform between uses. */
export type Surface = { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D };
export type DeviceSize = { readonly width: number; readonly height: number };

/** Canvases of one size that are used again and again: making one per frame would be felt. */
export class CanvasPool {
  private readonly free: Surface[] = [];
  private size: DeviceSize = { width: 0, height: 0 };

  /** Surfaces taken before are of no use once the size is another. */
  setSize(size: DeviceSize): boolean {
    if (size.width === this.size.width && size.height === this.size.height) return false;
    this.size = size;
    this.clear();
    return true;
  }

  /** A clean surface. */
  take(): Surface {
    const used = this.free.pop();
    if (used) return used;
    const canvas = document.createElement('canvas');
    canvas.width = this.size.width;
    canvas.height = this.size.height;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('the browser gives no canvas to draw on');
    return { canvas, context };
  }

  give({ canvas, context }: Surface): void {
    if (canvas.width !== this.size.width || canvas.height !== this.size.height) return;
    context.globalCompositeOperation = 'source-over';
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.free.push({ canvas, context });
  }

  /** Gives the memory back. */
  clear(): void {
    for (const { canvas } of this.free) canvas.width = canvas.height = 0;
    this.free.length = 0;
  }
}
