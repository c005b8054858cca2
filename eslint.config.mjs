import js from '@eslint/js';
import { configureVueProject, defineConfigWithVueTs, vueTsConfigs } from '@vue/eslint-config-typescript';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import { forbiddenFolders, forbiddenPackages, LAYERS, PLAIN_CONTRACT } from './src-main/bootstrap/layers.mjs';

configureVueProject({ rootDir: import.meta.dirname });

const TESTS = ['**/*.test.ts', '**/test-support/**', '**/fixtures/**', '**/fake-*.ts', '**/renderer-fixture.ts'];

/** An import of one of these folders, by alias or by a relative path. */
function folderPattern(folders) {
  const names = folders.map((folder) => folder.replace(/^src-\w+\//, '')).join('|');
  const aliases = folders.map((folder) => folder.replace(/^src-/, '#')).join('|');
  return {
    regex: `^(${aliases})/|^(\\.\\./)+(src-(main|shared)/)?(${names})/`,
    message: 'Imports go to the left only: see Layers in ARCHITECTURE.md.',
  };
}

const packagePattern = (packages) => ({
  regex: `^(node:)?(${packages.join('|')})(/|$)`,
  message: 'This package belongs to another folder: see GUARDED_PACKAGES in src-main/bootstrap/layers.mjs.',
});

const contractPattern = {
  regex: `^#shared/contract/(?!(${PLAIN_CONTRACT.map((path) => path.split('/').at(-1)).join('|')})$)`,
  allowTypeImports: true,
  message: 'Only the types of the contract are for here.',
};

function restrict(folder, ...more) {
  const folders = forbiddenFolders(folder);
  const patterns = [
    ...(folders.length > 0 ? [folderPattern(folders)] : []),
    packagePattern(forbiddenPackages(folder)),
    ...more,
  ];
  return {
    name: `macule/layer/${folder}`,
    files: [`${folder}/**/*.ts`, `${folder}/**/*.vue`],
    ignores: TESTS,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

/** Folders inside a layer that may use a package which the rest of it may not. */
const INNER = ['src-main/services/sample', 'src-main/hosts/electron', 'src-main/hosts/web'];
const layerRules = [
  ...[...LAYERS.flat().filter((folder) => folder !== 'src-main/preload'), ...INNER].map((folder) => restrict(folder)),
  restrict('src-main/preload', contractPattern),
  restrict('src-renderer', contractPattern, {
    regex: '^#main/|^node:|^zod$',
    message: 'The renderer imports shared code only, never zod or Node.',
  }),
];

export default defineConfigWithVueTs(
  { name: 'macule/ignores', ignores: ['out/**', 'node_modules/**', 'test-results/**', 'resources/**', '**/*.d.mts'] },
  js.configs.recommended,
  ...vue.configs['flat/essential'],
  vueTsConfigs.recommendedTypeChecked,
  {
    name: 'macule/rules',
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-control-regex': 'off', // delivered text is searched for exactly these
      'no-var': 'error',
      'prefer-const': 'error',
      'no-undef': 'off', // TypeScript knows better
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['describe', 'it', 'test'], package: 'node:test' }] },
      ],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false } },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/unbound-method': 'off', // our types write functions as methods
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-empty-object-type': 'off',
    },
  },
  {
    name: 'macule/vue',
    files: ['**/*.vue'],
    rules: {
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/require-v-for-key': 'error',
      'vue/no-unused-refs': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },
  ...layerRules,
  {
    name: 'macule/tests',
    files: [...TESTS, 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off', // JSON that a test reads back and compares
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  {
    name: 'macule/plain-node',
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: { eqeqeq: ['error', 'always', { null: 'ignore' }], 'no-var': 'error', 'prefer-const': 'error' },
  },
);
