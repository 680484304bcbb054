// node make-template.mjs FOLDER: a data folder with PostgreSQL made and migrated, at rest. A process of its own, so that it
// reads the migrations as they are now.
import { openEmbeddedPostgres } from '../../dist/src/platform/database/embedded-postgres.js';
import { migrate } from '../../dist/src/platform/database/migrate.js';

const [, , dataDir] = process.argv;
const store = await openEmbeddedPostgres({ dataDir, purpose: 'command', unsafeButFast: true });
await migrate(store.connection);
await store.close();
