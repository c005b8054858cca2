import type { ImageView } from '#shared/domain/image-view';
import type { PixelBlock } from '../pixel-block';
import { addToBasis, basisKinds, NO_BASIS, type BasisOf, type ViewBasis } from '../view-basis';

/** What one view takes from an overview. */
export function viewBasis(view: ImageView, overview: PixelBlock, of: BasisOf): ViewBasis {
  return addToBasis(NO_BASIS, basisKinds(view), { overview, of });
}
