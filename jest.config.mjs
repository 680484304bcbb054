/** One project a suite, so that `npm test -- --selectProjects unit` runs the law alone (DESIGN §12). */
const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            react: { runtime: 'automatic', importSource: 'preact' },
          },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

const suite = (name, more = {}) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.spec.ts`, `<rootDir>/test/${name}/**/*.spec.tsx`],
  ...more,
});

export default {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // No test's rule is its time: this only ends one that hangs, on a machine that is busy elsewhere too.
  testTimeout: 120_000,
  // Many suites wait for mail, leases and reminders: two share the time, and a small machine bears them.
  maxWorkers: 2,
  // Jest never lets go of ES modules it has loaded: a worker grew to 3 GB in a whole run.
  workerIdleMemoryLimit: '1GB',
  // What needs programs that npm does not bring is asked for by name: FORTHWITH_OUTSIDE=1.
  projects: [
    'unit',
    'integration',
    'contract',
    'crash',
    'web',
    ...(process.env.FORTHWITH_OUTSIDE ? ['outside'] : []),
  ].map((name) => suite(name)),
};
