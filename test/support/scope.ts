import type { Client } from 'pg';
import { settingsOf, type Scope } from '../../src/platform/database/scope.js';

/** From here on an owner's connection works as the application does for somebody: signed settings, then the role. */
export async function actAs(client: Client, scope: Partial<Scope>, until: 'end' | 'commit'): Promise<void> {
  const { rows } = await client.query<{ key: Buffer }>('SELECT key FROM scope_key');
  const settings = settingsOf(
    { organisationId: null, userId: null, roles: [], ...scope },
    rows[0]?.key ?? Buffer.alloc(0),
  );
  await client.query(
    `SELECT set_config('forthwith.organisation', $1, $5), set_config('forthwith.user', $2, $5),
            set_config('forthwith.roles', $3, $5), set_config('forthwith.scope', $4, $5)`,
    [settings.organisation, settings.user, settings.roles, settings.mac, until === 'commit'],
  );
  await client.query(until === 'commit' ? 'SET LOCAL ROLE forthwith_app' : 'SET ROLE forthwith_app');
}
