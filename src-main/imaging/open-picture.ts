import sharp, { type Sharp, type SharpOptions } from 'sharp';

/** The loaders that files of others are given to; drawings, documents and what else libvips knows are closed to them. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Tiff', 'Heif'];
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: LOADERS.map((format) => `VipsForeignLoad${format}`) });

/** Opens a picture file for its header or its pixels; the loader is chosen by its bytes. */
export const openPicture = (path: string, options: SharpOptions): Sharp => sharp(path, options);
