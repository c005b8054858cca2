import { createNoise } from './portrait/noise';
import { renderPortrait, type Portrait, type PortraitRecipe } from './portrait/portrait';
import { projectMark, type SkinMark } from './spots/spot-layout';
import { paintSpots } from './spots/spot-paint';
import type { Spot } from './spots/spot';
import type { Subject } from './subjects';

/** A finished portrait with the marks that show in it. */
export interface MarkedPortrait {
  portrait: Portrait;
  spots: Spot[];
}

/** Renders a subject, paints the marks that face the camera and lays the hair over them. */
export function drawMarkedPortrait(
  recipe: PortraitRecipe,
  subject: Subject,
  placing: { marks?: readonly SkinMark[]; spots?: readonly Spot[] },
): MarkedPortrait {
  const portrait = renderPortrait(recipe);
  const spots = [...(placing.spots ?? [])];
  for (const mark of placing.marks ?? []) {
    const spot = projectMark(portrait, mark, subject.marks[mark.kind]);
    if (spot) spots.push(spot);
  }
  paintSpots(portrait, spots, createNoise(recipe.seed + 11));
  portrait.drawHairOver();
  return { portrait, spots };
}
