import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import { BARE_ENVIRONMENT } from './postgres-cluster.js';

/** Time for the next start to take over what a killed program left. */
const GRACE_SECONDS = 3;

/** Waits on a pipe that only the guarded program holds: it closes however that program ends, also by SIGKILL. */
const WAIT = 'read -r word; [ "$word" = done ] && exit 0; sleep "$1"; exec "$2" "$3" "$4"';

export interface Guard {
  /** Nothing is left to look after. */
  dismiss(): void;
}

/**
 * Watches this process from outside. If it ends without having stopped its PostgreSQL, or having left it to others, the
 * guard stops the server a few seconds later unless somebody uses it by then. Until then it is a sleeping shell.
 */
export function setGuard(dataDir: string): Guard {
  const script = join(packageRoot(), 'dist', 'src', 'platform', 'database', 'stop-abandoned.main.js');
  if (process.platform === 'win32' || !existsSync(script)) {
    return { dismiss: () => undefined };
  }
  const shell = spawn('/bin/sh', ['-c', WAIT, 'guard', String(GRACE_SECONDS), process.execPath, script, dataDir], {
    cwd: '/',
    // Where sockets lie that need a short path.
    env: { ...BARE_ENVIRONMENT, TMPDIR: tmpdir() },
    // Out of this process's group: Ctrl-C is not for it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  letGo(shell);
  return { dismiss: () => shell.stdin?.end('done\n') };
}

/** It does not keep this process alive, and if it could not be started, the program does without. */
function letGo(shell: ChildProcess): void {
  shell.on('error', () => undefined);
  shell.stdin?.on('error', () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref?: () => void } | null)?.unref?.();
}
