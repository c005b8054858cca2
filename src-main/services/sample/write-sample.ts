import { failedCase, noLesionsCase } from './cases/small-cases';
import { manyLesionsCase } from './cases/many-lesions-case';
import { revisionsCase } from './cases/revisions-case';
import { seedCase } from './cases/seed-case';
import { threeSidesCase } from './cases/three-sides-case';
import { readmeFile } from './readme-text';
import type { SampleCase, SampleFile } from './sample-file';
import { storeFiles } from './store-files';

const cases: readonly SampleCase[] = [
  seedCase,
  threeSidesCase,
  failedCase,
  noLesionsCase,
  revisionsCase,
  manyLesionsCase,
];

/** Number of files that `writeSample` writes. */
export const sampleFileCount = cases.reduce((sum, { fileCount }) => sum + fileCount, 1);

/**
 * Writes the sample folder into `outDir`, which is created if absent. The same bytes every time on one platform.
 * Returns the paths relative to `outDir`, with forward slashes, sorted. Nothing is written when a file of another
 * origin stands in the way (`file_exists`). `onProgress` counts files as they are drawn; writing is the last step.
 */
export async function writeSample(
  outDir: string,
  options: { onProgress?: (done: number, total: number) => void } = {},
): Promise<{ files: string[] }> {
  const files = await drawFiles((drawn) => options.onProgress?.(drawn, sampleFileCount));
  files.push(readmeFile([...files].sort(byPath)));
  await storeFiles(outDir, files);
  options.onProgress?.(sampleFileCount, sampleFileCount);
  return { files: files.map(({ path }) => path).sort() };
}

async function drawFiles(onDrawn: (drawn: number) => void): Promise<SampleFile[]> {
  const files: SampleFile[] = [];
  onDrawn(0);
  for (const { draw } of cases) {
    for await (const file of draw()) {
      files.push(file);
      onDrawn(files.length);
    }
  }
  return files;
}

function byPath(a: SampleFile, b: SampleFile): number {
  return a.path < b.path ? -1 : 1;
}
