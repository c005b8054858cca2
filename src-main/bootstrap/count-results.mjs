// Counts what vitest and Playwright wrote down. Pure: JSON in, counts out.

const nothing = () => ({ passed: 0, failed: 0, skipped: 0, skips: [], problems: [] });

/** Adds a check that has no tests inside, such as lint. */
export function countStep(name, code) {
  return code === 0 ? { ...nothing(), passed: 1 } : { ...nothing(), failed: 1, problems: [`${name} failed`] };
}

export function sum(counts) {
  const total = nothing();
  for (const one of counts) {
    total.passed += one.passed;
    total.failed += one.failed;
    total.skipped += one.skipped;
    total.skips.push(...one.skips);
    total.problems.push(...one.problems);
  }
  return total;
}

/** A runner that failed without a failed test, or that ran none, is itself one failure. */
function withRunner(name, count, code) {
  if (count.passed + count.failed === 0)
    return sum([count, { ...nothing(), failed: 1, problems: [`${name} ran no test`] }]);
  if (code !== 0 && count.failed === 0) {
    return sum([count, { ...nothing(), failed: 1, problems: [`${name} ended with ${code} though no test failed`] }]);
  }
  return count;
}

function vitestOf(results) {
  const count = nothing();
  for (const file of results?.testResults ?? []) {
    const tests = file.assertionResults ?? [];
    if (file.status === 'failed' && !tests.some(({ status }) => status === 'failed')) {
      count.failed++;
      count.problems.push(`${file.name}: ${String(file.message || 'failed outside its tests').split('\n')[0]}`);
    }
    for (const { status, fullName, title, meta } of tests) {
      const name = fullName ?? title;
      if (status === 'passed') count.passed++;
      else if (status === 'failed') {
        count.failed++;
        count.problems.push(name);
      } else {
        count.skipped++;
        count.skips.push({
          name,
          reason: meta?.skipReason ?? (status === 'todo' ? 'to do' : 'skipped in the test file'),
        });
      }
    }
  }
  return count;
}

/** Vitest's JSON report (null when there is none) and its exit code. */
export function countVitest(results, code) {
  return withRunner('unit', vitestOf(results), code);
}

function addSuite(count, suite, parents) {
  const names = suite.title ? [...parents, suite.title] : parents;
  for (const child of suite.suites ?? []) addSuite(count, child, names);
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests ?? []) {
      const name = [...names, spec.title].join(' > ');
      if (test.status === 'expected') count.passed++;
      else if (test.status === 'skipped') {
        const notes = [
          ...(test.annotations ?? []),
          ...(test.results ?? []).flatMap((result) => result.annotations ?? []),
        ];
        const note = notes.find(({ type, description }) => (type === 'skip' || type === 'fixme') && description);
        count.skipped++;
        count.skips.push({ name, reason: note?.description ?? 'skipped in the test file' });
      } else {
        count.failed++;
        count.problems.push(name);
      }
    }
  }
}

/** Playwright's JSON report (null when there is none) and its exit code. */
export function countPlaywright(results, code) {
  const count = nothing();
  for (const suite of results?.suites ?? []) addSuite(count, suite, []);
  for (const error of results?.errors ?? []) {
    count.failed++;
    count.problems.push(String(error.message ?? 'an error outside the tests').split('\n')[0]);
  }
  return withRunner('e2e', count, code);
}

export const lastLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
