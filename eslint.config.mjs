import { relative, sep } from 'node:path';
import jest from 'eslint-plugin-jest';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

// What we forbid, a tool forbids. Each rule that is ours alone says what to do instead.

const noRawMarkup = [
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: 'Markup comes from components only: Preact escapes what people wrote, this would not.',
  },
  {
    selector: "Property[key.name='dangerouslySetInnerHTML'], Property[key.value='dangerouslySetInnerHTML']",
    message: 'Markup comes from components only: Preact escapes what people wrote, this would not.',
  },
];

const noEnvironment = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Read the environment in src/platform/config/environment.ts and take Config as an argument.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.value='env']",
    message: 'Read the environment in src/platform/config/environment.ts and take Config as an argument.',
  },
  {
    selector: "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']",
    message: 'Read the environment in src/platform/config/environment.ts and take Config as an argument.',
  },
];

const noAmbientTime = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is an argument.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time is an argument.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Domain code draws no lots.' },
  { selector: "MemberExpression[object.name='Temporal'][property.name='Now']", message: 'Time is an argument.' },
];

const noTimeLimit = [
  {
    selector:
      'CallExpression[callee.name=/^(?:test|it|(?:before|after)(?:All|Each))$/] > Literal.arguments[raw=/^[\\d_]+$/]',
    message:
      'No test is judged by the clock: one limit for all of them is in jest.config.mjs, and only ends what hangs.',
  },
];

/** Packed to please the formatter, read by nobody: each property has its own line. */
const noPackedLiterals = [
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression',
    message: 'One property a line, instead of `...{ a, b }`.',
  },
  {
    selector: 'ArrayExpression > SpreadElement > ArrayExpression',
    message: 'One element a line, instead of `...[a, b]`.',
  },
  {
    selector: 'JSXSpreadAttribute > ObjectExpression',
    message: 'One attribute a line, instead of `{...{ a, b }}`.',
  },
];

/** A name that says nothing becomes a drawer for everything. */
const telling = {
  rules: {
    'file-name': {
      meta: {
        type: 'problem',
        schema: [],
        messages: { vague: "'{{name}}' names nothing: name the file after what it is." },
      },
      create: (context) => ({
        Program(node) {
          const names = relative(import.meta.dirname, context.filename)
            .split(sep)
            .map((part) => part.split('.')[0]);
          const name = names.find((part) => /^(?:.*-)?(?:utils?|helpers?|common|shared|misc)$/.test(part));
          if (name !== undefined) {
            context.report({ node, messageId: 'vague', data: { name } });
          }
        },
      }),
    },
  },
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'var/**', 'coverage/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { regexp, telling },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/require-await': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // What remains of eslint's own recommendations once TypeScript checks names and types.
      'no-async-promise-executor': 'error',
      'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
      'no-control-regex': 'off',
      'no-duplicate-case': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-self-assign': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      curly: 'error',
      'max-lines': ['error', { max: 450 }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'telling/file-name': 'error',
      // One line of a stranger's mail must not stop the program.
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'migrations/**/*.ts'],
    ignores: ['src/platform/config/environment.ts', 'src/cli/run.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noRawMarkup, ...noEnvironment] },
  },
  {
    files: ['src/platform/config/environment.ts', 'src/cli/run.ts', 'test/**/*.{ts,tsx}', 'bench/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noRawMarkup] },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noRawMarkup, ...noEnvironment, ...noAmbientTime] },
  },
  {
    files: ['src/**/*.ts'],
    // An alarm about the log must go out also where nothing can be written into the log.
    ignores: [
      'src/platform/**',
      'src/audit/sent-mails.ts',
      // A test mail: whoever sends it is told at once what became of it.
      'src/setup/connections.service.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: 'platform/mail/transport\\.js$',
              importNames: ['MAIL_TRANSPORT'],
              message: 'Send by a MailJob (src/audit/mail-jobs.ts): a refusal must end in the log and on the desk.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/web/**/*.{ts,tsx}', 'src/identity/**/*.ts', 'src/platform/http/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noRawMarkup, ...noEnvironment, ...noPackedLiterals] },
  },
  {
    // TypeORM and class-validator fill these in: `!` says so to the compiler.
    files: ['**/*.entity.ts', '**/*.dto.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/**/*.spec.{ts,tsx}'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'no-restricted-syntax': ['error', ...noRawMarkup, ...noTimeLimit],
      // Jest's asymmetric matchers are `any` by design.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert', 'page.waitFor*'] }],
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/valid-title': [
        'error',
        {
          mustNotMatch: {
            it: ['\\bshould\\b', 'Name the rule: no "should".'],
            test: ['\\bshould\\b', 'Name the rule: no "should".'],
          },
        },
      ],
    },
  },
);
