// npm run notices: writes THIRD-PARTY-NOTICES.md from what the build really holds. Run it after dependencies changed.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDependencies, ROOT, runMain, runNode, say, SetupError } from './setup.mjs';

/** Beside the bundle: native code and what it needs at run time. */
const BESIDE = ['better-sqlite3', 'sharp', '@img/colour', 'detect-libc', 'semver'];
const LIBVIPS = /^sharp-libvips-/;

const HEAD = `# Third-party notices

Macule itself is under the MIT licence (\`LICENSE\`). A packaged Macule also holds the software below. This file is
written by \`npm run notices\` from the build's own source maps; do not edit it by hand.

Electron (MIT) brings Chromium, Node.js and FFmpeg (LGPL-2.1-or-later, a shared library of its own); their notices are
the files \`LICENSE.electron.txt\` and \`LICENSES.chromium.html\` beside the program. SQLite, inside better-sqlite3, is in
the public domain.
`;

const LGPL = `## libvips and the libraries in it

sharp loads libvips, a shared library that comes unmodified from the packages \`@img/sharp-libvips-*\` (or inside
\`@img/sharp-win32-*\`) and is used under the LGPL, version 3 or later. It lies unpacked beside the program's archive, in
\`app.asar.unpacked/node_modules/@img\`, so that you may replace it by a version of your own. Its source and build scripts:
<https://github.com/lovell/sharp-libvips>. The full texts of LGPL-3.0, GPL-3.0, MPL-1.1 and Apache-2.0 are in the folder
\`licences\` of the program's resources (here: \`resources/licences\`). The library holds:
`;

const read = (path) => readFileSync(path, 'utf8');
const packageFolder = (name) => join(ROOT, 'node_modules', name);

function packagesIn(folder) {
  const names = new Set();
  for (const path of readdirSync(folder, { recursive: true }).filter((one) => one.endsWith('.map')))
    for (const source of JSON.parse(read(join(folder, path))).sources) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
      if (name) names.add(name);
    }
  return names;
}

async function bundledPackages() {
  const folder = mkdtempSync(join(tmpdir(), 'macule-notices-'));
  try {
    const args = ['build', '--sourcemap', '--outDir', folder];
    const stdio = ['ignore', 2, 2];
    const { code } = await runNode('node_modules/electron-vite/bin/electron-vite.js', args, { stdio });
    if (code !== 0) throw new SetupError(`The build failed: electron-vite ended with ${code}.`);
    return packagesIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notice(name) {
  const folder = packageFolder(name);
  const { version, license } = JSON.parse(read(join(folder, 'package.json')));
  const own = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
  // A package without a licence file: the text of the licence that it names.
  const file = own ? join(folder, own) : join(ROOT, 'resources', 'licences', `${license}.txt`);
  if (!existsSync(file)) throw new SetupError(`${name} has no licence file, and there is no ${file}.`);
  return `### ${name} ${version} (${license})\n\n\`\`\`text\n${read(file).trim()}\n\`\`\`\n`;
}

function libvipsTable() {
  const name = readdirSync(packageFolder('@img')).find((one) => LIBVIPS.test(one));
  if (!name) throw new SetupError('No package @img/sharp-libvips-* is installed here.');
  const table = read(join(packageFolder('@img'), name, 'README.md'))
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return `${table.join('\n')}\n`;
}

await runMain(async () => {
  await ensureDependencies();
  const names = [...new Set([...(await bundledPackages()), ...BESIDE])].sort();
  const parts = [HEAD, LGPL, libvipsTable(), '## Packages\n', ...names.map(notice)];
  writeFileSync(join(ROOT, 'THIRD-PARTY-NOTICES.md'), parts.join('\n'));
  say(`THIRD-PARTY-NOTICES.md: ${names.length} packages`);
});
