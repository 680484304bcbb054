// The monitor: a whole round over a seeded log of real cases (entries against tiles, tiles against roots, columns and rows against
// entries), in processor time of this process, as entries a second and as a ratio to hashing the same bytes bare.
//
//   npm run build && node bench/monitor.mjs [--requests 10000]
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemActor } from '../dist/src/audit/actor.js';
import { Integrator } from '../dist/src/audit/integrator.js';
import { entriesFrom } from '../dist/src/audit/log.sql.js';
import { Monitor } from '../dist/src/audit/monitor.js';
import { LogAlarms } from '../dist/src/audit/log-alarms.js';
import { seed } from '../dist/src/cli/report.commands.js';
import { withApplication } from '../dist/src/cli/with-application.js';
import { OrganisationsService } from '../dist/src/organisations/organisations.service.js';
import { loadConfig } from '../dist/src/platform/config/environment.js';
import { Database } from '../dist/src/platform/database/database.js';

const { values } = parseArgs({ options: { requests: { type: 'string' } } });
const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-bench-'));
const config = loadConfig({ DATA_DIR: dataDir, PORT: '0' });
const flags = { organisation: 'probe', requests: values.requests ?? '10000', from: '2025-01-01', to: '2025-12-31' };
await seed.run({ words: [], flags, config, result: () => undefined });

await withApplication(config, async (application) => {
  const organisations = await application.get(OrganisationsService).list();
  const { id, slug } = organisations.find((one) => one.slug === 'probe');
  // Started, because a command signs no log that has no name yet.
  application.get(Integrator).start();
  await application.get(Integrator).integrateAll();
  const database = application.get(Database);
  const lines = [];
  for (let first = 0; ; first += 5_000) {
    const part = await database.ask(systemActor(id), (executor) => entriesFrom(executor, id, first, 5_000));
    lines.push(...part.map(({ bytes }) => bytes));
    if (part.length < 5_000) {
      break;
    }
  }
  const timed = async (work) => {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const monitor = application.get(Monitor);
  await monitor.verifyWhole(id, slug);
  const own = Math.min(
    ...[await timed(() => monitor.verifyWhole(id, slug)), await timed(() => monitor.verifyWhole(id, slug))],
  );
  const bare = await timed(() => lines.forEach((line) => createHash('sha256').update(line).digest()));
  if ((await monitor.state(id)).size < lines.length) {
    throw new Error('not all of the log was gone through');
  }
  const { damage } = await monitor.state(id);
  const alarms = await application.get(LogAlarms).open(id);
  console.log(
    `${lines.length} entries: ${(lines.length / own).toFixed(0)} entries a second of processor time, ${(bare / own).toFixed(2)} × hashing them bare (${(lines.length / bare).toFixed(0)}/s); damage ${JSON.stringify(damage)}, alarms ${alarms.length}`,
  );
});
rmSync(dataDir, { recursive: true, force: true });
