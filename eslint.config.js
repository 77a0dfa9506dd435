import { defineConfigWithVueTs, vueTsConfigs } from '@vue/eslint-config-typescript'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/** Imports that a floor forbids, with the reason. test/unit/floors.test.ts is the judge; this tells while typing. */
const forbid = (files, patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns }] } })
const electron = { group: ['electron'], message: 'Only the shell and the preload script know Electron.' }
const node = { group: ['node:*'], message: 'This runs in pages too, where there is no Node.' }

export default defineConfigWithVueTs(
  { ignores: ['out', 'dist', 'demo', 'coverage', '.cache', 'node_modules'] },
  ...vue.configs['flat/essential'],
  vueTsConfigs.recommendedTypeChecked,
  {
    rules: {
      // Electron's own handlers have four; a fifth parameter wants one named object.
      'max-params': ['error', 4],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Handlers of one shape: some of them have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Methods of a facet and of an api object do not use `this`.
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  forbid(['src/shared/**'], [node, electron]),
  forbid(['src/renderer/**'], [node, electron, { group: ['@main/*'], message: 'Pages reach the core by the bridge.' }]),
  forbid(['src/main/{kernel,store,drivers,services,gateways}/**', 'src/main/app.ts'], [electron]),
  forbid(
    ['src/main/services/**'],
    [electron, { group: ['@main/drivers/*/*'], message: 'Services know driver.ts only.' }]
  ),
  forbid(
    ['src/main/store/**', 'src/main/drivers/**'],
    [electron, { group: ['@main/services/*', '@main/gateways/*'], message: 'Orders flow down, facts flow up.' }]
  ),
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Expectations such as expect.objectContaining are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off'
    }
  },
  // The stand-in runs functions that tests send as text, as Electron's own protocol does.
  { files: ['test/standin/**'], rules: { '@typescript-eslint/no-implied-eval': 'off' } },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked }
)
