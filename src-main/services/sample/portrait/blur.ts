/** A field of interleaved channels. */
export interface Field {
  width: number;
  height: number;
  values: Float32Array;
}

/** Blurs one channel in place with three box passes each way, weighted by another channel (0 ignores a pixel). */
export function blurChannel(
  field: Field,
  options: { stride: number; channel: number; weight: number; deviation: number },
): void {
  const { width, height, values } = field;
  const { stride, channel, weight } = options;
  const count = width * height;
  const mass = new Float32Array(count);
  const sum = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const w = values[i * stride + weight] ?? 0;
    mass[i] = w;
    sum[i] = w * (values[i * stride + channel] ?? 0);
  }
  blurPlane(mass, { width, height, deviation: options.deviation });
  blurPlane(sum, { width, height, deviation: options.deviation });
  for (let i = 0; i < count; i += 1) {
    const w = mass[i] ?? 0;
    if (w > 1e-3) values[i * stride + channel] = (sum[i] ?? 0) / w;
  }
}

/** Near-Gaussian blur of a plane in place; deviation in pixels. */
export function blurPlane(
  plane: Float32Array,
  { width, height, deviation }: { width: number; height: number; deviation: number },
): void {
  const radius = Math.max(1, Math.round((Math.sqrt(4 * deviation * deviation + 1) - 1) / 2));
  const copy = new Float32Array(plane.length);
  for (let pass = 0; pass < 3; pass += 1) {
    boxRows(plane, copy, { width, height, radius });
    boxColumns(copy, plane, { width, height, radius });
  }
}

interface Box {
  width: number;
  height: number;
  radius: number;
}

function boxRows(from: Float32Array, to: Float32Array, { width, height, radius }: Box): void {
  const scale = 1 / (2 * radius + 1);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    const end = start + width - 1;
    let sum = (radius + 1) * (from[start] ?? 0);
    for (let i = 1; i <= radius; i += 1) sum += from[Math.min(start + i, end)] ?? 0;
    for (let at = start; at <= end; at += 1) {
      to[at] = sum * scale;
      sum += (from[Math.min(at + radius + 1, end)] ?? 0) - (from[Math.max(at - radius, start)] ?? 0);
    }
  }
}

/** Walks whole rows with one running sum per column: memory is read in order. */
function boxColumns(from: Float32Array, to: Float32Array, { width, height, radius }: Box): void {
  const scale = 1 / (2 * radius + 1);
  const sums = new Float32Array(width);
  for (let step = -radius; step <= radius; step += 1) {
    const start = Math.min(Math.max(step, 0), height - 1) * width;
    for (let x = 0; x < width; x += 1) sums[x] = (sums[x] ?? 0) + (from[start + x] ?? 0);
  }
  for (let row = 0; row < height; row += 1) {
    const enter = Math.min(row + radius + 1, height - 1) * width;
    const leave = Math.max(row - radius, 0) * width;
    const start = row * width;
    for (let x = 0; x < width; x += 1) {
      const sum = sums[x] ?? 0;
      to[start + x] = sum * scale;
      sums[x] = sum + (from[enter + x] ?? 0) - (from[leave + x] ?? 0);
    }
  }
}
