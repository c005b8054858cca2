import { paintBackdrop, type Backdrop } from './backdrop';
import { blurChannel } from './blur';
import { createClothMesh, createNeckMesh } from './body-mesh';
import { drawBrows, drawLashes } from './brows-lashes';
import { createProjector, type Camera, type Projected } from './camera';
import { exposePicture, paintSurface } from './develop';
import { createEarMesh } from './ear-mesh';
import { createFaceAtlas, type FaceAtlas } from './face-atlas';
import type { FaceLines } from './face-lines';
import { createHairCap } from './hair-cap';
import type { HairStyle } from './hair-growth';
import { drawHair } from './hair-strands';
import { createHeadMesh, type FaceBuild, type HeadSurface } from './head-mesh';
import type { Mesh } from './mesh';
import { createNoise, type Noise } from './noise';
import type { Picture } from './picture';
import { createRandom } from './random';
import { createVisibility, rasterizeMeshes, type Visibility } from './rasterize';
import { createSkinMap } from './skin-map';
import { createSkinTexture, type SkinTexture } from './skin-texture';
import type { Complexion, Density } from './skin-tone';
import { softenEdge } from './soft-edge';
import { bakeLight, type Studio } from './studio-light';
import { coverAt, renderSurface, surfaceChannels, type Surface } from './surface';

/** Everything that makes one portrait; the same recipe gives the same pixels. */
export interface PortraitRecipe {
  width: number;
  height: number;
  camera: Camera;
  build: FaceBuild;
  complexion: Complexion;
  hair: HairStyle;
  brows: number;
  studio: Studio;
  backdrop: Backdrop;
  cloth: Density;
  neckGirth: number;
  neckline: number;
  texture: number;
  exposure: number;
  seed: number;
}

/** A portrait before spots and exposure, with the means to find places on it. */
export interface Portrait {
  recipe: PortraitRecipe;
  picture: Picture;
  visibility: Visibility;
  head: Mesh;
  lines: FaceLines;
  atlas: FaceAtlas;
  project: (x: number, y: number, z: number) => Projected;
  /** Draws what lies over the skin; call it after the spots. */
  drawHairOver: () => void;
}

/** Visibility and surface are computed at half size; pores, spots and hair at full size. */
export const surfaceRatio = 0.5;

let sharedTexture: SkinTexture | null = null;

/** Renders the skin, the clothes and the wall. */
export function renderPortrait(recipe: PortraitRecipe): Portrait {
  const noise = createNoise(recipe.seed);
  const surfaceOfHead = createHeadMesh(recipe.build, recipe.hair, noise);
  const head = surfaceOfHead.mesh;
  const { width: headWidth } = recipe.build;
  const meshes = [
    head,
    createEarMesh(-1, headWidth),
    createEarMesh(1, headWidth),
    createNeckMesh(recipe.neckGirth),
    createClothMesh(recipe.neckGirth, recipe.neckline),
  ];
  const visibility = createVisibility(Math.ceil(recipe.width * surfaceRatio), Math.ceil(recipe.height * surfaceRatio));
  rasterizeMeshes(visibility, meshes, { camera: recipe.camera, scale: surfaceRatio });
  bakeLight(meshes, recipe.camera, recipe.studio);
  const surface = shadeSurface(recipe, { meshes, visibility, lines: surfaceOfHead.lines, noise });
  const picture: Picture = {
    width: recipe.width,
    height: recipe.height,
    linear: new Float32Array(recipe.width * recipe.height * 3),
  };
  paintBackdrop(picture, recipe.backdrop, noise);
  sharedTexture ??= createSkinTexture(5);
  paintSurface(picture, surface, {
    texture: sharedTexture,
    scale: recipe.camera.scale,
    ratio: surfaceRatio,
    strength: recipe.texture,
  });
  const project = createProjector(recipe.camera);
  const atlas = createFaceAtlas(head);
  const drawHairOver = (): void => {
    drawAllHair(recipe, { surfaceOfHead, atlas, picture, visibility, noise });
  };
  return { recipe, picture, visibility, head, lines: surfaceOfHead.lines, atlas, project, drawHairOver };
}

interface SurfaceParts {
  meshes: readonly Mesh[];
  visibility: Visibility;
  lines: HeadSurface['lines'];
  noise: Noise;
}

/** Colours the visible surface and lets light spread inside the skin, red farthest (millimetre deviations). */
function shadeSurface(recipe: PortraitRecipe, { meshes, visibility, lines, noise }: SurfaceParts): Surface {
  const { complexion, camera, studio, cloth } = recipe;
  const scalp = complexion.hair.map((density) => density * 0.94) as unknown as Density;
  const skinMap = createSkinMap(complexion, lines, noise);
  const surface = renderSurface(visibility, { meshes, camera, studio, complexion, skinMap, noise, cloth, scalp });
  const millimetre = camera.scale * surfaceRatio;
  for (const [channel, deviation] of [1, 0.5, 0.35].entries()) {
    blurChannel(surface, { stride: surfaceChannels, channel, weight: coverAt, deviation: deviation * millimetre });
  }
  softenEdge(surface);
  return surface;
}

interface HairParts {
  surfaceOfHead: HeadSurface;
  atlas: FaceAtlas;
  picture: Picture;
  visibility: Visibility;
  noise: Noise;
}

function drawAllHair(recipe: PortraitRecipe, { surfaceOfHead, atlas, picture, visibility, noise }: HairParts): void {
  const { camera, studio, complexion } = recipe;
  const project = createProjector(camera);
  const target = { picture, visibility, ratio: surfaceRatio, tolerance: 1.5 };
  const face = {
    target,
    project,
    atlas,
    lines: surfaceOfHead.lines,
    scale: camera.scale,
    colour: complexion.hair,
    random: createRandom(recipe.seed + 1),
  };
  drawBrows(face, recipe.brows);
  drawLashes(face);
  const random = createRandom(recipe.seed + 2);
  const cap = createHairCap(surfaceOfHead.mesh);
  drawHair({
    style: recipe.hair,
    cap,
    camera,
    studio,
    colour: complexion.hair,
    noise,
    random,
    target: { ...target, tolerance: 2.2 },
    project,
  });
}

/** The finished 8 bit sRGB bytes. */
export function exposePortrait({ picture, recipe }: Portrait): Buffer {
  return exposePicture(picture, { exposure: recipe.exposure, vignette: 0.22, noise: 2.6, seed: recipe.seed + 3 });
}
