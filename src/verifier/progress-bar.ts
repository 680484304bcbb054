/** Entries from which on a person waits long enough to want to see how far it is. */
export const PROGRESS_FROM = 10_000;

const WIDTH = 30;
const EVERY_MS = 100;

/** Draws on a terminal how far long work is; silent elsewhere, and for work that is soon done. */
export function progressBar(): (done: number, total: number) => void {
  let drawnAt = 0;
  return (done, total) => {
    if (!process.stderr.isTTY || total < PROGRESS_FROM) {
      return;
    }
    const now = performance.now();
    if (done < total && now - drawnAt < EVERY_MS) {
      return;
    }
    drawnAt = now;
    const full = Math.round((WIDTH * done) / total);
    process.stderr.write(
      done >= total ? '\r\x1b[K' : `\r[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${done} / ${total}`,
    );
  };
}
