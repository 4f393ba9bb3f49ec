/** Reads vitest's JSON report into the figures of the last line. Pure. */

/**
 * @typedef {{ fullName: string, status: string }} Assertion
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} TestFile
 * @typedef {{ testResults: TestFile[] }} Report
 * @typedef {{ passed: number, failed: number, skipped: string[], problems: string[] }} Count
 */

/** vitest's words for a test that was there and did not run. */
const NOT_RUN = ['skipped', 'pending', 'todo', 'disabled'];

/**
 * A run counts as good only if its report exists, holds tests, and agrees with the exit code: a file that
 * could not be loaded, an error outside of any test and a crash each add a failure.
 * @param {string | undefined} json the report, undefined if there is none
 * @param {number} exitCode
 * @returns {Count}
 */
export const countTests = (json, exitCode) => {
  const report = parse(json);
  if (report === undefined)
    return { passed: 0, failed: 1, skipped: [], problems: [`vitest left no report (exit code ${exitCode})`] };
  const tests = report.testResults.flatMap(file => file.assertionResults);
  const passed = tests.filter(test => test.status === 'passed').length;
  const skipped = tests.filter(test => NOT_RUN.includes(test.status)).map(test => test.fullName.trim());
  const broken = report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  );
  const problems = broken.map(file => `${file.name} failed as a whole: ${firstLine(file.message)}`);
  const failed = tests.length - passed - skipped.length + broken.length;
  if (exitCode !== 0 && failed === 0)
    problems.push(`vitest ended with code ${exitCode} though no test failed`);
  if (passed === 0 && failed === 0 && exitCode === 0) problems.push('vitest ran no test');
  return { passed, failed: Math.max(failed, problems.length), skipped, problems };
};

/** @param {string | undefined} json @returns {Report | undefined} */
const parse = json => {
  try {
    const report = JSON.parse(json ?? '');
    return Array.isArray(report?.testResults) ? report : undefined;
  } catch {
    return undefined; // a report cut off by a crash
  }
};

/** @param {string | undefined} text */
const firstLine = text => (text ?? '').trim().split('\n')[0] || 'no reason given';

/** The last line of the run. @param {{ passed: number, failed: number, skipped: number }} sum */
export const lastLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
