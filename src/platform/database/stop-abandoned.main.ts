import { stopAbandoned } from './embedded-postgres.js';

/** What the guard of a program runs after its end (see postgres-guard.ts): `node stop-abandoned.main.js DATA_DIR`. */
const AGAIN_MS = 5_000;
const TRIES = 60;

const dataDir = process.argv[2] ?? '';
for (let tries = 0; tries < TRIES && !(await stopAbandoned(dataDir).catch(() => false)); tries += 1) {
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
}
