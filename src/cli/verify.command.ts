import { existsSync, readFileSync } from 'node:fs';
import { LogKeys } from '../audit/log-keys.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import type { Config } from '../platform/config/config.js';
import { progressBar } from '../verifier/progress-bar.js';
import { verifyPath } from '../verifier/verify-path.js';
import { de } from '../verifier/words.de.js';
import { en } from '../verifier/words.en.js';
import { UsageError, type Command } from './command.js';
import { withApplication } from './with-application.js';

export const verify: Command = {
  name: 'verify',
  summary: 'Check an evidence bundle (ZIP or folder) or a receipt (.tlog-proof), offline',
  usage:
    'forthwith verify BUNDLE|FOLDER|PROOF [--key VKEY|FILE] [--policy FILE] [--lang de|en]   (without --key: the keys of this installation, for its own logs)',
  options: { key: { type: 'string' }, policy: { type: 'string' }, lang: { type: 'string' } },
  async run({ words, flags, config, result }) {
    const [path] = words;
    if (path === undefined) {
      throw new UsageError('the file to verify is missing');
    }
    const given = flags['key'];
    const keys =
      typeof given === 'string' ? { trustedKeys: [textOrFile(given)] } : { ownKeys: await keysOfInstallation(config) };
    try {
      const { exitCode, value, text } = await verifyPath(path, {
        ...keys,
        ...(typeof flags['policy'] === 'string' ? { trustedPolicy: readText(flags['policy']) } : {}),
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
    return (await application.get(OrganisationsService).list()).map(({ id, slug }) => keys.verifierKey(id, slug));
  });
}

/** The key itself, or a file that holds it. */
function textOrFile(given: string): string {
  return existsSync(given) ? readText(given).trim() : given;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** What the file system says about a file is said to the user; anything else is a defect. */
function unreadable(file: string, error: unknown): unknown {
  const { code, syscall } = error as { code?: string; syscall?: string };
  return code === undefined || syscall === undefined ? error : new UsageError(`${file} cannot be read (${code})`);
}
