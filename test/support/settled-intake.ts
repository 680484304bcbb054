import type { INestApplicationContext } from '@nestjs/common';
import { IntakeService, type Received } from '../../src/intake/intake.service.js';
import { Database } from '../../src/platform/database/database.js';
import { statement } from '../../src/platform/database/statement.js';
import { eventually } from './eventually.js';

const UNTRIED = statement(
  'test-untried-forwardings',
  `SELECT f.id FROM forwarding f
   WHERE f.rights_request_id = $1 AND f.state = 'queued' AND NOT EXISTS (
     SELECT FROM forwarding_attempt a WHERE a.forwarding_id = f.id AND a.finished_at IS NOT NULL)`,
);
const SYSTEM = { organisationId: null, userId: null, roles: ['system'] };

/**
 * Whatever takes a request in, at any door, answers only when the result of the first attempt to forward it is written
 * down. Its entries would otherwise come in between whatever the test does next.
 */
export function awaitForwardings(application: INestApplicationContext): void {
  const intake = application.get(IntakeService);
  const database = application.get(Database);
  const receive = intake.receive.bind(intake);
  intake.receive = async (...args): Promise<Received> => {
    const received = await receive(...args);
    await eventually(async () => {
      const { rows } = await database.read(SYSTEM, (executor) => executor.run(UNTRIED, [received.row.id]));
      return rows.length === 0 ? true : undefined;
    });
    return received;
  };
}
