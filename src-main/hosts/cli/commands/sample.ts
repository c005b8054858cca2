import { resolve } from 'node:path';
import { writeSample } from '#main/services/sample/write-sample';
import { assertNoPositionals, type Command, needed, type Reply } from '../command';
import { showProgress } from '../progress';

/** `macule sample`: writes the drawn sample folder. */
export const sample: Command = {
  usage: 'sample --out DIR',
  summary: 'write the sample folder: drawn faces, results, true outlines',
  options: { out: { type: 'string' } },
  async run(args): Promise<Reply> {
    assertNoPositionals(args);
    const out = resolve(needed(args, 'out'));
    const show = showProgress();
    const { files } = await writeSample(out, { onProgress: (done, total) => show({ phase: 'Drawing', done, total }) });
    return { json: { files }, text: `${files.length} files written to ${out}.` };
  },
};
