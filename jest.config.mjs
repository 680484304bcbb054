import { SWC } from './bin/swc.mjs';

/** One project a suite, so that `npm test -- --selectProjects unit` runs the law alone. */
const base = {
  testEnvironment: 'node',
  // What a run writes itself would start the next one.
  watchPathIgnorePatterns: ['<rootDir>/(?:dist|var|node_modules)/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.tsx?$': ['@swc/jest', SWC] },
};

/** Everything but `unit` runs against PostgreSQL and what is in dist. */
const onTheStore = {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

const suite = (name, more = {}) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.spec.ts`, `<rootDir>/test/${name}/**/*.spec.tsx`],
  ...more,
});

export default {
  // No test's rule is its time: this only ends one that hangs, on a machine that is busy elsewhere too.
  testTimeout: 300_000,
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
  ].map((name) => suite(name, name === 'unit' ? {} : onTheStore)),
};
