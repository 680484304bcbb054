import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DemoAccounts, type DemoAccount } from '../identity/demo-accounts.js';
import { UsersService } from '../identity/users.service.js';
import { startApplication, type RunningApplication } from '../main.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { parseProfile } from '../organisations/profile.js';
import type { Config } from '../platform/config/config.js';
import { openFoundation, type OpenFoundation } from '../platform/foundation.js';
import { packageRoot } from '../platform/package-root.js';
import type { Command } from './command.js';

export const serve: Command = {
  name: 'serve',
  summary: 'Start web and worker (see ROLES)',
  usage: 'forthwith serve',
  async run({ config, result }) {
    const foundation = await openFoundation(config, 'serve');
    try {
      const running = await startApplication(foundation);
      try {
        const accounts = await prepareDemonstration(running, config);
        const address = running.port === undefined ? null : addressOf(config, running.port);
        const started = { address, dataPlace: foundation.dataPlace, dataDir: config.dataDir, accounts };
        result(started, banner(started, foundation));
        await stopSignal();
      } finally {
        await running.stop();
      }
    } finally {
      await foundation.close();
    }
    return 0;
  },
};

/** Only on the embedded store, and only while it is empty: an organisation and accounts to try the program with. */
async function prepareDemonstration(
  { application }: RunningApplication,
  config: Config,
): Promise<readonly DemoAccount[]> {
  if (config.databaseUrl !== undefined || !(await application.get(UsersService).isEmpty())) {
    return [];
  }
  const organisations = application.get(OrganisationsService);
  if ((await organisations.list()).length > 0) {
    return [];
  }
  const profile = parseProfile(JSON.parse(readFileSync(join(packageRoot(), 'profiles', 'chamber.json'), 'utf8')));
  const { organisationId } = await organisations.importProfile(profile);
  return application.get(DemoAccounts).create(organisationId, profile.email.slice(profile.email.indexOf('@') + 1));
}

interface Started {
  readonly address: string | null;
  readonly dataPlace: string;
  readonly dataDir: string;
  readonly accounts: readonly DemoAccount[];
}

function banner({ address, dataPlace, dataDir, accounts }: Started, foundation: OpenFoundation): string {
  const lines = [
    '',
    address === null ? 'Forthwith works in the background (no web).' : `Forthwith is ready: ${address}`,
    '',
    `  Data      ${dataPlace}`,
    `  Keys      ${join(dataDir, 'keys')}`,
    ...(foundation.masterKey.created
      ? [
          `            A new master key lies in ${foundation.masterKey.file}. Without it nothing can be read: keep a copy elsewhere.`,
        ]
      : []),
    foundation.mailbox === undefined
      ? '  Mail      to the server in SMTP_URL'
      : `  Mail      built-in mailbox, shown at ${address ?? ''}/mailbox`,
  ];
  if (accounts.length > 0) {
    lines.push('', '  Demonstration accounts, shown only this once:');
    accounts.forEach(({ role, email, password }) =>
      lines.push(`    ${role.padEnd(8)} ${email.padEnd(26)} ${password}`),
    );
  }
  return [...lines, '', '  Ctrl-C stops it.', ''].join('\n');
}

function addressOf({ baseUrl, port: wanted }: Config, port: number): string {
  // With PORT=0 the port is known only now.
  return wanted === 0 ? `http://localhost:${port}` : baseUrl;
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one is taken as "at once". */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.off(signal, stop);
        process.once(signal, () => process.exit(130));
      }
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, stop);
    }
  });
}
