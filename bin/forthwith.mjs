#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/src/cli/run.js', import.meta.url);
if (!existsSync(built)) {
  process.stderr.write('Forthwith is not built yet: npm run build\n');
  process.exit(2);
}
const { runCommandLine } = await import(built.href);
process.exitCode = await runCommandLine(process.argv.slice(2));
