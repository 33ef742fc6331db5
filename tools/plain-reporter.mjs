/** Prints one plain closing line, `N passed, N failed, N skipped`, for people and for machines. */
export default class PlainReporter {
  onTestRunEnd(modules, errors) {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      let seen = 0;
      for (const test of module.children.allTests()) {
        seen++;
        const { state } = test.result();
        if (state in count) count[state]++;
      }
      if (seen === 0 && !module.ok()) count.failed++;
    }
    process.stdout.write(
      `\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`,
    );
  }
}
