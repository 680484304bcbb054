// The database's own commit rate with the rows of one intake: 32 connections, one statement and one commit each, no
// HTTP, no validation, no encryption, no program of ours.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';

const [connectionText, organisationId, channelId, designationId, instructionId, seconds, clients] =
  process.argv.slice(2);
const connection = JSON.parse(connectionText);

const STATEMENT = `WITH request AS (
    INSERT INTO rights_request (id, organisation_id, reference, state, channel_id, door, instruction_id, rights,
      received_at, received_on, recorded_at, handed_over_by, handover_late, safe_on, due_on, next_on)
    VALUES ($1, $2, $3, 'recorded', $4, 'api', $5, '{erasure}', now(), current_date, now(), null, false, current_date + 30, current_date + 30, current_date + 30)
  ), key AS (INSERT INTO request_key VALUES ($1, $2, 1, $6)
  ), sealed AS (INSERT INTO sealed VALUES ($1, $2, 'content', $7)
  ), forwarding AS (
    INSERT INTO forwarding (id, organisation_id, rights_request_id, designation_id, message_id, state, late_at)
    VALUES ($8, $2, $1, $9, $10, 'forwarded', now())
  ), job AS (
    INSERT INTO outbox_job (id, kind, organisation_id, subject_id, run_at) VALUES ($11, 'none', $2, $8, 'infinity')
  ), head AS (
    UPDATE log_head SET size = size + 1, last_at = clock_timestamp() WHERE organisation_id = $2 RETURNING size - 1 AS index
  )
  INSERT INTO log_entry (organisation_id, index, bytes, event, rights_request_id, at)
  SELECT $2, index, $12, 'request.recorded', $1, clock_timestamp() FROM head`;

const deadline = performance.now() + Number(seconds) * 1000;
let commits = 0;

async function client() {
  const database = new pg.Client(connection);
  await database.connect();
  while (performance.now() < deadline) {
    const [request, forwarding] = [randomUUID(), randomUUID()];
    const values = [
      ...[request, organisationId, `B-${request}`, channelId, instructionId, randomBytes(61), randomBytes(560)],
      ...[forwarding, designationId, `<${forwarding}@bench.example>`, randomUUID(), randomBytes(720)],
    ];
    await database.query({ name: 'same-rows', text: STATEMENT, values });
    commits += 1;
  }
  await database.end();
}

await Promise.all(Array.from({ length: Number(clients) }, client));
process.stdout.write(JSON.stringify({ commits }));
