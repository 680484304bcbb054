import { open, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Headers end well before. */
const HEAD_BYTES = 64 * 1024;

/**
 * Removes from the folder of the built-in mailbox every mail in whose headers one of these words stands: ids of a Message-ID,
 * a reference, the word of a reply address. Also where the mailbox itself does not run any more. Returns how many.
 */
export async function sweepMailbox(directory: string, words: readonly string[]): Promise<number> {
  if (!existsSync(directory) || words.length === 0) {
    return 0;
  }
  let removed = 0;
  for (const name of (await readdir(directory)).filter((one) => one.endsWith('.eml'))) {
    const path = join(directory, name);
    const head = await headOf(path);
    if (words.some((word) => stands(head, word))) {
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

/** As a word of its own: DSR-2026-1 is not in DSR-2026-12. */
function stands(head: string, word: string): boolean {
  for (let at = head.indexOf(word); at >= 0; at = head.indexOf(word, at + 1)) {
    const [before, after] = [head[at - 1] ?? ' ', head[at + word.length] ?? ' '];
    if (!/[A-Za-z0-9]/.test(before) && !/[A-Za-z0-9]/.test(after)) {
      return true;
    }
  }
  return false;
}

async function headOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      const text = buffer.subarray(0, bytesRead).toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      // Folded lines are one again: a word does not break at a fold, but what follows it may.
      return (end < 0 ? text : text.slice(0, end)).replaceAll('\r\n', '\n');
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}
