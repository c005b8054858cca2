// npm run icons: draws the PNG icons from resources/icons/macule.svg. Run it after the drawing was changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT, say } from './setup.mjs';

const FOLDER = join(ROOT, 'resources', 'icons');
const SIZES_PX = [256, 512, 1024];
const DRAWING_PX = 512;
const CSS_DPI = 96;

const svg = readFileSync(join(FOLDER, 'macule.svg'));
for (const size of SIZES_PX) {
  const name = `${size}x${size}.png`; // electron-builder reads the size from the name
  await sharp(svg, { density: (CSS_DPI * size) / DRAWING_PX })
    .resize(size, size)
    .png({ palette: true, effort: 10, compressionLevel: 9 })
    .toFile(join(FOLDER, name));
  say(`resources/icons/${name}`);
}
