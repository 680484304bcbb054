// Sums the JSON results of the folder that is given. What failed is named once more, so that who sees only the last lines of
// a run knows it. A suite that could not even start has no tests to count: it counts as one that failed.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const NAMED_AT_MOST = 40;
const folder = process.argv[2];
const runs = readdirSync(folder).map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name), 'utf8')) }));
const sum = (count) => runs.reduce((total, run) => total + count(run), 0);

/** The first lines of a message, without its colours. */
const beginning = (text) =>
  text
    .replace(/\u001b\[\d+m/g, '')
    .trim()
    .split('\n')
    .slice(0, 12)
    .join('\n    ');

const failures = runs.flatMap(({ name, testResults = [] }) =>
  testResults
    .filter(({ status }) => status === 'failed')
    .flatMap((suite) => {
      const where = `FAILED ${name}: ${relative(process.cwd(), suite.name)}`;
      const tests = suite.assertionResults.filter(({ status }) => status === 'failed');
      return tests.length === 0
        ? [`${where}\n    ${beginning(suite.message ?? '')}`]
        : tests.map((test) => `${where} › ${test.fullName}\n    ${beginning(test.failureMessages[0] ?? '')}`);
    }),
);
for (const failure of failures.slice(0, NAMED_AT_MOST)) {
  console.log(failure);
}
if (failures.length > NAMED_AT_MOST) {
  console.log(`and ${failures.length - NAMED_AT_MOST} more`);
}

const passed = sum(({ numPassedTests }) => numPassedTests);
const failed = sum(({ numFailedTests, numRuntimeErrorTestSuites = 0 }) => numFailedTests + numRuntimeErrorTestSuites);
const seconds = Math.round((Date.now() - Math.min(...runs.map(({ startTime = Date.now() }) => startTime))) / 1000);
console.log(`\n${seconds} s of tests, ${sum(({ numPendingTests = 0 }) => numPendingTests)} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
