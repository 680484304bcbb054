import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LogKeys } from '../audit/log-keys.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { UnreadableBundleError } from '../domain/evidence/bundle-files.js';
import type { Config } from '../platform/config/config.js';
import { packageRoot } from '../platform/package-root.js';
import { heldIn } from '../verifier/held-files.js';
import { progressBar } from '../verifier/progress-bar.js';
import { trustedBy, UnusableTrustError } from '../verifier/trust-options.js';
import { enclosedVerifiers } from '../verifier/enclosed-verifiers.js';
import { verifyPath, type Verified } from '../verifier/verify-path.js';
import { de, type Words } from '../verifier/words.de.js';
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
  async run({ words: [path], flags, config, result }) {
    if (path === undefined) {
      throw new UsageError('the file to verify is missing');
    }
    try {
      const named = trustedBy(flags);
      const { known = [] } = flags as { readonly known?: readonly string[] };
      const held = await Promise.all(known.map(heldIn));
      const keys = named.trustedKeys === undefined ? { ownKeys: await keysOfInstallation(config) } : {};
      const words = flags['lang'] === 'de' ? de : en;
      const verified = await verifyPath(path, { ...keys, ...named, held, words, onProgress: progressBar() });
      const { exitCode, value, text } =
        'checks' in verified.value ? await withVerifiers(path, verified, words) : verified;
      result(value, text);
      return exitCode;
    } catch (error) {
      throw unreadable(path, error);
    }
  },
};

/** The verifiers that came with a bundle travel with the accused: whether they are those of this version is told beside. */
async function withVerifiers(path: string, { exitCode, value, text }: Verified, words: Words): Promise<Verified> {
  const enclosed = 'entries' in value ? await enclosedVerifiers(path, join(packageRoot(), 'dist', 'verifier')) : [];
  const lines = enclosed.map(({ file, state, sha256 }) => `\n${words.enclosed[state](file)} SHA-256 ${sha256}`);
  return { exitCode, value: { ...value, enclosedVerifiers: enclosed }, text: text + lines.join('') };
}

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
