import { LESION_STYLES, type LesionStyle } from '../verdict-style';

/** The model's own outline under the one that was drawn in its place. */
export const ORIGINAL_STYLE: LesionStyle = {
  ...LESION_STYLES.pending,
  colour: '#e6e9ed',
  widthPx: 1.5,
  dashPx: [1.5, 3],
};
