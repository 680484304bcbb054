import { existsSync } from 'node:fs';
import { LogKeys } from '../audit/log-keys.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { UnreadableBundleError } from '../domain/evidence/bundle-files.js';
import type { Config } from '../platform/config/config.js';
import { heldIn } from '../verifier/held-files.js';
import { progressBar } from '../verifier/progress-bar.js';
import { trustedBy, UnusableTrustError } from '../verifier/trust-options.js';
import { verifyPath } from '../verifier/verify-path.js';
import { de } from '../verifier/words.de.js';
import { en } from '../verifier/words.en.js';
import { UsageError, type Command } from './command.js';
import { withApplication } from './with-application.js';

export const verify: Command = {
  name: 'verify',
  summary: 'Check an evidence bundle (ZIP or folder) or a receipt (.tlog-proof), offline',
  usage:
    'forthwith verify BUNDLE|FOLDER|PROOF [--key VKEY|FILE] [--policy FILE] [--tsa SHA256|FILE] [--known FILE] [--lang de|en]   (without --key: the keys of this installation, for its own logs; exit code 0: proved by whom you named, 1: false, 2: not decided)',
  options: {
    key: { type: 'string', multiple: true },
    policy: { type: 'string' },
    tsa: { type: 'string', multiple: true },
    known: { type: 'string', multiple: true },
    lang: { type: 'string' },
  },
  async run({ words, flags, config, result }) {
    const [path] = words;
    if (path === undefined) {
      throw new UsageError('the file to verify is missing');
    }
    try {
      const named = trustedBy(flags);
      const { known = [] } = flags as { readonly known?: readonly string[] };
      const held = await Promise.all(known.map(heldIn));
      const keys = named.trustedKeys === undefined ? { ownKeys: await keysOfInstallation(config) } : {};
      const { exitCode, value, text } = await verifyPath(path, {
        ...keys,
        ...named,
        held,
        words: flags['lang'] === 'de' ? de : en,
        onProgress: progressBar(),
      });
      result(value, text);
      return exitCode;
    } catch (error) {
      throw unreadable(path, error);
    }
  },
};

async function keysOfInstallation(config: Config): Promise<readonly string[]> {
  if (config.databaseUrl === undefined && !existsSync(config.dataDir)) {
    return [];
  }
  return withApplication(config, async (application) => {
    const keys = application.get(LogKeys);
    return (await application.get(OrganisationsService).list()).flatMap(({ id, slug }) => [
      ...keys.earlierVerifierKeys(id, slug),
      ...keys.verifierKeys(id, slug),
    ]);
  });
}

/** What the file system says about a file is said to the user; anything else is a defect. */
export function unreadable(file: string, error: unknown): unknown {
  if (error instanceof UnusableTrustError || error instanceof UnreadableBundleError) {
    return new UsageError(error.message);
  }
  const { code, syscall } = error as { code?: string; syscall?: string };
  return code === undefined || syscall === undefined ? error : new UsageError(`${file} cannot be read (${code})`);
}
