import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { ownerSession, postmaster } from '../support/postmaster.js';
import { preparedDataDir, startProgram, type Program } from '../support/program.js';
import { signInAs } from '../support/signed-in.js';

const SIZE_MB = 160;

/** A disk that is soon full: only root may mount one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'forthwith-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', folder]).status === 0) {
    chmodSync(folder, 0o711);
    return folder;
  }
  rmSync(folder, { recursive: true });
  return undefined;
}

/** Takes all the room there is, to the last byte. */
function fill(disk: string): () => void {
  const path = join(disk, 'ballast');
  const file = openSync(path, 'w');
  const blocks = [Buffer.alloc(1024 * 1024, 1), Buffer.alloc(4096, 1), Buffer.alloc(1, 1)];
  for (const block of blocks) {
    try {
      for (;;) {
        writeSync(file, block);
      }
    } catch {
      // No room for one of this size.
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

const disk = smallDisk();

if (disk === undefined) {
  // The same states are told apart in test/unit/platform/database/sql-state.spec.ts, by code.
  test('a small disk can be mounted by root only: what a full one does is tried where the tests run as root', () => {
    expect(process.getuid?.()).not.toBe(0);
  });
} else {
  const programs: Program[] = [];
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.kill()));
    const pid = postmaster(disk);
    if (pid !== undefined) {
      process.kill(pid, 'SIGQUIT');
    }
    await eventually(() => Promise.resolve(spawnSync('umount', [disk]).status === 0 ? true : undefined));
    rmSync(disk, { recursive: true });
  });

  test('a full disk is "not now" and said by readiness, also for the write-ahead log, and it goes on when there is room', async () => {
    const prepared = preparedDataDir();
    spawnSync('cp', ['-a', `${prepared}/.`, disk]);
    rmSync(prepared, { recursive: true });
    const program = await startProgram(disk);
    programs.push(program);
    const cookie = (await signInAs(program, 'staff')) ?? '';
    const accepted: string[] = [];
    const handOver = async (): Promise<Response> => {
      const answer = await fetch(`${program.address}/api/v1/requests`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ channel: 'email', message: 'Bitte um Auskunft. '.repeat(500) }),
      });
      if (answer.status === 201) {
        accepted.push(((await answer.json()) as { id: string }).id);
      }
      return answer;
    };
    const ready = async () => {
      const answer = await fetch(`${program.address}/health/ready`);
      return { code: answer.status, ...((await answer.json()) as { database: string; dataDir: string }) };
    };
    const comesBack = async (): Promise<void> => {
      await eventually(async () => ((await handOver()).status === 201 ? true : undefined));
      await eventually(async () => ((await ready()).code === 200 ? true : undefined));
    };
    expect((await handOver()).status).toBe(201);

    const makeRoom = fill(disk);
    // What was set aside before may still take some.
    await eventually(async () => {
      const { status, headers } = await handOver();
      if (status === 201) {
        return undefined;
      }
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
      return true;
    });
    expect(await ready()).toMatchObject({ code: 503, dataDir: 'full' });
    makeRoom();
    await comesBack();

    // The write-ahead log finds no room for its next segment: PostgreSQL itself goes down.
    const session = await ownerSession(disk);
    const makeRoomAgain = fill(disk);
    await eventually(async () => {
      // Writes to the write-ahead log alone, past the segments that wait to be used again.
      await session.query(`SELECT pg_logical_emit_message(false, 'full', repeat('x', 8000000))`).catch(() => undefined);
      const { status } = await handOver();
      expect([201, 503]).toContain(status);
      return (await ready()).database === 'unreachable' ? true : undefined;
    });
    makeRoomAgain();
    await comesBack();

    for (const id of accepted) {
      expect((await fetch(`${program.address}/api/v1/requests/${id}`, { headers: { cookie } })).status).toBe(200);
    }
    expect(await program.stop()).toBe(0);
  });
}
