/** Waits until something holds; without sleeping longer than it takes. */
export async function eventually<T>(look: () => Promise<T | undefined>, limitMs = 60_000): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (performance.now() > deadline) {
      throw new Error('did not come about in time');
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
