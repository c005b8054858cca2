// The layers and which may import which: read by eslint.config.mjs and by src-main/layers.test.ts.

/** From left to right; an import goes to the left or stays in its own folder. Folders of one row do not know each other. */
export const LAYERS = [
  ['src-shared/geometry'],
  ['src-shared/domain'],
  ['src-shared/formats', 'src-shared/evaluation', 'src-shared/contract'],
  ['src-main/db'],
  ['src-main/repositories'],
  ['src-main/imaging'],
  ['src-main/jobs'],
  ['src-main/services'],
  ['src-main/preload'],
  ['src-main/hosts'],
];

/** The preload needs the contract's types only. */
const NARROW = { 'src-main/preload': ['src-shared/'], 'src-renderer': ['src-shared/'] };

/** Files of the contract that hold plain values: they import no schema. */
export const PLAIN_CONTRACT = ['src-shared/contract/method-list', 'src-shared/contract/notices'];

/** Packages that belong to a few folders only. */
export const GUARDED_PACKAGES = [
  { packages: ['electron'], folders: ['src-main/hosts/electron', 'src-main/preload'] },
  {
    packages: ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'ws', 'undici'],
    folders: ['src-main/hosts/web'],
  },
  { packages: ['better-sqlite3'], folders: ['src-main/db'] },
  { packages: ['sharp'], folders: ['src-main/imaging', 'src-main/services/sample'] },
];

const isIn = (path, folder) => path === folder || path.startsWith(`${folder}/`);
const rowOf = (path) => LAYERS.findIndex((row) => row.some((folder) => isIn(path, folder)));
const folderOf = (path) => LAYERS.flat().find((folder) => isIn(path, folder));

/** Tests may use the makers of test data and the stand-ins. */
export const isTestPath = (path) => /\.test\.ts$|(^|\/)(test-support|fixtures)\/|(^|\/)fake-[^/]*$/.test(path);

/** Layer folders that files of `folder` must not import. */
export function forbiddenFolders(folder) {
  const all = LAYERS.flat();
  const narrow = Object.entries(NARROW).find(([key]) => isIn(folder, key));
  if (narrow) {
    const [key, allowed] = narrow;
    return all.filter((one) => one !== key && !allowed.some((start) => one.startsWith(start)));
  }
  const own = folderOf(folder);
  return own ? all.filter((one) => one !== own && rowOf(one) >= rowOf(own)) : [];
}

/** Packages that files of `folder` must not import. */
export function forbiddenPackages(folder) {
  return GUARDED_PACKAGES.filter(({ folders }) => !folders.some((one) => isIn(folder, one))).flatMap(
    ({ packages }) => packages,
  );
}

function resolveImport(from, specifier) {
  if (specifier.startsWith('#shared/')) return `src-shared/${specifier.slice('#shared/'.length)}`;
  if (specifier.startsWith('#main/')) return `src-main/${specifier.slice('#main/'.length)}`;
  if (!specifier.startsWith('.')) return null;
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** What is wrong with one import, in words, or null. `from` is a path from the root with forward slashes. */
export function importProblem({ from, specifier, isType }) {
  const isTest = isTestPath(from);
  const target = resolveImport(from, specifier);
  if (target === null) {
    const name = specifier.replace(/^node:/, '').split('/')[0];
    if (!isTest && isIn(from, 'src-renderer') && (name === 'zod' || specifier.startsWith('node:'))) {
      return `${from} imports ${specifier}: the renderer has no zod and no Node`;
    }
    return !isTest && forbiddenPackages(from).includes(name)
      ? `${from} imports ${specifier}, which is not for this folder`
      : null;
  }
  if (isTestPath(target)) return isTest ? null : `${from} imports ${specifier}, which is for tests`;
  if (forbiddenFolders(from).some((folder) => isIn(target, folder)))
    return `${from} imports ${specifier}, to the right`;
  const isContract = isIn(target, 'src-shared/contract') && !PLAIN_CONTRACT.includes(target);
  const isFar = isIn(from, 'src-renderer') || isIn(from, 'src-main/preload');
  if (isFar && isContract && !isType && !isTest) return `${from} imports ${specifier} not only for its types`;
  if (isIn(from, 'src-shared') && isIn(target, 'src-main')) return `${from} imports ${specifier}, to the right`;
  if (!isIn(from, 'src-renderer') && isIn(target, 'src-renderer'))
    return `${from} imports ${specifier}, which is the renderer's`;
  return null;
}

const IMPORT =
  /(?:^|[;\n])\s*(import|export)\s+(type\s+)?([^'"`;()]*?\sfrom\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Every import of a source text: static, re-export, side effect and dynamic. */
export function importsOf(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');
  return [...code.matchAll(IMPORT)]
    .filter((match) => match[5] !== undefined || match[1] === 'import' || match[3] !== undefined)
    .map((match) => ({ specifier: match[5] ?? match[4], isType: match[2] !== undefined }));
}
