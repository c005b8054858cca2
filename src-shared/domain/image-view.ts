/** Ways to look at a photo, in the order in which a key cycles through them. The names stand in the journal. */
export const IMAGE_VIEWS = [
  'plain',
  'local-contrast',
  'redness',
  'brown',
  'clahe',
  'red',
  'green',
  'blue',
  'lightness',
  'a-star',
  'b-star',
] as const;
export type ImageView = (typeof IMAGE_VIEWS)[number];

/** What is done to the picture last: `brightness` -100 to 100 %, `contrast` 25 to 400 %, `gammaPercent` 25 to 400 %. */
export type Tone = { readonly brightness: number; readonly contrast: number; readonly gammaPercent: number };
export const NEUTRAL_TONE: Tone = { brightness: 0, contrast: 100, gammaPercent: 100 };

export function isNeutralTone({ brightness, contrast, gammaPercent }: Tone): boolean {
  return brightness === 0 && contrast === 100 && gammaPercent === 100;
}

/** How the journal names what a decision was made on: the view, and the tone where it is not neutral. */
export function imageViewRecord(view: ImageView, tone: Tone): string {
  if (isNeutralTone(tone)) return view;
  return `${view} b${tone.brightness} c${tone.contrast} g${tone.gammaPercent}`;
}
