import { between, type Random } from '../portrait/random';
import type { FramePoint } from './spot';

/** An irregular round outline about the origin, radius about 1, as offsets in an abstract plane. */
export function createBlob(random: Random, pointCount = 48): FramePoint[] {
  const waves = [2, 3, 4, 5, 7].map((count) => ({
    count,
    height: between(random, 0, 0.32 / count),
    phase: random() * 6.2832,
  }));
  const stretch = between(random, 0.78, 1.28);
  const tilt = random() * 3.1416;
  return Array.from({ length: pointCount }, (_, i) => {
    const angle = (i / pointCount) * Math.PI * 2;
    let radius = 1;
    for (const { count, height, phase } of waves) radius += height * Math.cos(count * angle + phase);
    const u = radius * Math.cos(angle) * stretch;
    const v = (radius * Math.sin(angle)) / stretch;
    return { x: u * Math.cos(tilt) - v * Math.sin(tilt), y: u * Math.sin(tilt) + v * Math.cos(tilt) };
  });
}

/** Rounds the corners of a closed ring by cutting them twice (Chaikin), keeping its place and nearly its area. */
export function smoothRing(ring: readonly FramePoint[], rounds = 2): FramePoint[] {
  let points = [...ring];
  for (let round = 0; round < rounds; round += 1) {
    points = points.flatMap((a, i) => {
      const b = points[(i + 1) % points.length] ?? a;
      return [
        { x: 0.75 * a.x + 0.25 * b.x, y: 0.75 * a.y + 0.25 * b.y },
        { x: 0.25 * a.x + 0.75 * b.x, y: 0.25 * a.y + 0.75 * b.y },
      ];
    });
  }
  return points;
}
