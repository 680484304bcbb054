import { migrationSource } from './src/platform/database/migrate.js';
import { loadConfig } from './src/platform/config/environment.js';

/** For TypeORM's own command line (`typeorm -d dist/ormconfig.js migration:revert`): needs DATABASE_URL. */
const { databaseUrl } = loadConfig(process.env);
if (databaseUrl === undefined) {
  throw new Error('DATABASE_URL is not set: the embedded store is migrated by `forthwith migrate`');
}
export default migrationSource({ url: databaseUrl });
