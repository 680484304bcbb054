import { join } from 'node:path';
import type { DemoAccount } from '../identity/demo-accounts.js';
import { FirstSetup } from '../setup/first-setup.service.js';
import { startApplication } from '../main.js';
import type { Config } from '../platform/config/config.js';
import type { StartError } from '../platform/config/start-error.js';
import { openFoundation, type OpenFoundation } from '../platform/foundation.js';
import type { Command, CommandInput } from './command.js';
import { prepareDemonstration, type Demonstration } from './demonstration.js';
import { aborted, stopSignal } from './stop-signal.js';

/** With its database gone for good the program ends within this time, whatever it was at. */
const END_LIMIT_MS = 15_000;

export const serve: Command = {
  name: 'serve',
  summary: 'Start web and worker (see ROLES)',
  usage: 'forthwith serve',
  async run(input) {
    const stop = stopSignal();
    try {
      const lost = await serveUntil(stop, input);
      if (lost !== undefined) {
        process.stderr.write(`${lost.message}\n`);
      }
      return lost === undefined ? 0 : 1;
    } catch (error) {
      // Interrupted in its start: what was begun has been undone in order, and the next start goes on from there.
      if (stop.aborted && error === stop.reason) {
        return 0;
      }
      throw error;
    }
  },
};

/** Resolves when it was asked to stop and has, or with the reason why it cannot go on. */
async function serveUntil(stop: AbortSignal, { config, result }: CommandInput): Promise<StartError | undefined> {
  const foundation = await openFoundation(config, 'serve', stop);
  try {
    let demonstration: Demonstration | undefined;
    let setupWord: string | undefined;
    const running = await startApplication(foundation, async (application) => {
      stop.throwIfAborted();
      // First: a demonstration makes the store one that is not new.
      setupWord = config.roles.includes('web') ? await application.get(FirstSetup).offer() : undefined;
      demonstration = await prepareDemonstration(application, config);
      stop.throwIfAborted();
    });
    try {
      const address = running.port === undefined ? null : addressOf(config, running.port);
      const accounts = demonstration?.accounts ?? [];
      const setup = setupWord === undefined || address === null ? null : `${address}/einrichten/${setupWord}`;
      const started = { address, dataPlace: foundation.dataPlace, dataDir: config.dataDir, accounts, setup };
      result(started, banner(started, foundation));
      demonstration?.shown();
      running.ready();
      const lost = await Promise.race([aborted(stop), foundation.lost]);
      if (lost !== undefined) {
        setTimeout(() => process.exit(1), END_LIMIT_MS).unref();
      }
      return lost;
    } finally {
      await running.stop();
    }
  } finally {
    await foundation.close();
  }
}

interface Started {
  readonly address: string | null;
  readonly dataPlace: string;
  readonly dataDir: string;
  readonly accounts: readonly DemoAccount[];
  /** The link of the first start; null: all is set up. */
  readonly setup: string | null;
}

function banner({ address, dataPlace, dataDir, accounts, setup }: Started, foundation: OpenFoundation): string {
  // After an interrupted first start nobody may have read it yet.
  const newKey = foundation.masterKey.created || (accounts.length > 0 && foundation.config.masterKeyFile === undefined);
  const lines = [
    '',
    address === null ? 'Forthwith works in the background (no web).' : `Forthwith is ready: ${address}`,
    '',
    `  Data      ${dataPlace}`,
    `  Keys      ${join(dataDir, 'keys')}`,
    ...(newKey
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
  if (setup !== null) {
    lines.push('', '  To set up your own organisation, open this once (a new link at each start):', `    ${setup}`);
  }
  return [...lines, '', '  Ctrl-C stops it.', ''].join('\n');
}

function addressOf({ baseUrl, port: wanted }: Config, port: number): string {
  // With PORT=0 the port is known only now.
  return wanted === 0 ? `http://localhost:${port}` : baseUrl;
}
