import { compareFiles } from '../verifier/held-files.js';
import { de } from '../verifier/words.de.js';
import { en } from '../verifier/words.en.js';
import { UsageError, type Command } from './command.js';
import { unreadable } from './verify.command.js';

const EXIT_CODES = { agrees: 0, forked: 1, 'other-log': 2, unlinked: 2 } as const;

export const compare: Command = {
  name: 'compare',
  summary: 'Compare two receipts, checkpoints or bundles of one log: was somebody shown another version?',
  usage:
    'forthwith compare A B [--lang de|en]   (exit code 0: one history, 1: two versions of one log, 2: these files do not show it)',
  options: { lang: { type: 'string' } },
  async run({ words: [one, other], flags, result }) {
    if (one === undefined || other === undefined) {
      throw new UsageError('two files to compare are needed');
    }
    try {
      const comparison = await compareFiles(one, other);
      result({ comparison }, (flags['lang'] === 'de' ? de : en).comparisons[comparison]);
      return EXIT_CODES[comparison];
    } catch (error) {
      throw unreadable(`${one}, ${other}`, error);
    }
  },
};
