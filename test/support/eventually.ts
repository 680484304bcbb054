/** Less than a test has, so that it is the step that says what it has waited for. */
const PATIENCE_MS = 100_000;

/** Waits until something holds; without sleeping longer than it takes. How long that may be is no test's rule. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const limit = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (performance.now() > limit) {
      throw new Error('did not come about in time');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
