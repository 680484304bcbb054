import { Integrator } from '../../src/audit/integrator.js';
import { LogAlarms } from '../../src/audit/log-alarms.js';
import { Monitor } from '../../src/audit/monitor.js';
import type { TestApplication } from './application.js';

/** Whatever was done through the program: the rows are what the entries make of them, and the monitor has nothing to say. */
export async function expectRowsAgree(app: TestApplication, slug = 'kammer'): Promise<void> {
  const { application } = app.running;
  await application.get(Integrator).integrateAll();
  await application.get(Monitor).verifyWhole(app.organisationId, slug);
  const alarms = await application.get(LogAlarms).open(app.organisationId);
  expect(alarms.map(({ kind, place }) => [kind, place])).toEqual([]);
}
