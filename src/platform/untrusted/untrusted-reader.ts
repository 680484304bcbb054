import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { packageRoot } from '../package-root.js';
import { BudgetExceeded } from './budget.js';
import type { Reading, ReadingJob, ReadingReply } from './reading.js';

/** A second one, so that what takes its whole time does not keep everything else waiting. */
const THREADS = 2;
/** What the thread's own objects may take; bytes it is given and makes are counted by the budget. */
const HEAP_MB = 256;
/** A thread that has had more than this through its hands is replaced by a fresh one: its memory comes back. */
const BYTES_PER_THREAD = 32 * 1024 * 1024;
/** The budget ends a reading from inside; where nothing is counted, the thread is ended this much later. */
const GRACE_MS = 1_000;

/** The compiled one, also for tests: a Worker loads neither TypeScript nor what a test runner has made of it in memory. */
const THREAD = join(packageRoot(), 'dist', 'src', 'platform', 'untrusted', 'reading-thread.js');

interface Waiting {
  readonly job: ReadingJob;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  current: Waiting | undefined;
  timer: NodeJS.Timeout | undefined;
  bytes: number;
}

/**
 * Reads strangers' bytes in threads of their own: one that takes too long, or too much memory, is ended, and the program
 * goes on answering all the while. Threads stay warm for the next; they keep the process alive only while somebody waits.
 */
@Injectable()
export class UntrustedReader implements OnApplicationShutdown {
  private readonly threads: Thread[] = [];
  private readonly queue: Waiting[] = [];

  constructor(private readonly heapMegabytes = HEAP_MB) {}

  /**
   * @param bytes are copied; the caller's stay as they are
   * @throws BudgetExceeded when they asked for more than `reading.limits`
   */
  read<Options, Result>(reading: Reading<Options, Result>, bytes: Uint8Array, options: Options): Promise<Result> {
    if (bytes.length > reading.limits.bytes) {
      return Promise.reject(new BudgetExceeded('bytes'));
    }
    return new Promise<Result>((resolve, reject) => {
      const job = { name: reading.name, limits: reading.limits, bytes, options };
      this.queue.push({ job, resolve: resolve as (result: unknown) => void, reject });
      this.next();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  private next(): void {
    while (this.queue.length > 0) {
      const thread = this.threads.find(({ current }) => current === undefined) ?? this.start();
      const waiting = thread === undefined ? undefined : this.queue.shift();
      if (thread === undefined || waiting === undefined) {
        return;
      }
      this.hand(thread, waiting);
    }
  }

  private hand(thread: Thread, waiting: Waiting): void {
    const { job } = waiting;
    thread.current = waiting;
    thread.bytes += job.bytes.length;
    thread.worker.ref();
    thread.timer = setTimeout(() => this.end(thread, new BudgetExceeded('time')), job.limits.milliseconds + GRACE_MS);
    const copy = Uint8Array.from(job.bytes);
    thread.worker.postMessage({ ...job, bytes: copy }, [copy.buffer]);
  }

  private start(): Thread | undefined {
    if (this.threads.length >= THREADS) {
      return undefined;
    }
    const worker = new Worker(THREAD, {
      name: 'untrusted',
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.heapMegabytes, maxYoungGenerationSizeMb: 16 },
    });
    const thread: Thread = { worker, current: undefined, timer: undefined, bytes: 0 };
    worker.on('message', (reply: ReadingReply) => this.answered(thread, reply));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.end(thread, outOfMemory ? new BudgetExceeded('memory') : faultOf(error));
    });
    worker.on('exit', () => this.end(thread, new Error('the thread that reads what strangers sent has ended')));
    worker.unref();
    this.threads.push(thread);
    return thread;
  }

  private answered(thread: Thread, reply: ReadingReply): void {
    const { current } = thread;
    thread.current = undefined;
    clearTimeout(thread.timer);
    thread.worker.unref();
    if ('result' in reply) {
      current?.resolve(reply.result);
    } else {
      current?.reject('breach' in reply ? new BudgetExceeded(reply.breach) : new Error(reply.fault));
    }
    if (thread.bytes > BYTES_PER_THREAD) {
      this.end(thread, new Error('replaced'));
    }
    this.next();
  }

  /** Whoever waits for it is told, once; the next reading gets a fresh one. */
  private end(thread: Thread, reason: Error): void {
    const at = this.threads.indexOf(thread);
    if (at >= 0) {
      this.threads.splice(at, 1);
    }
    clearTimeout(thread.timer);
    const { current } = thread;
    thread.current = undefined;
    void thread.worker.terminate();
    current?.reject(reason);
    this.next();
  }
}

/** Its message may quote what was read. */
function faultOf(error: Error): Error {
  return new Error(`the thread that reads what strangers sent has failed (${error.name})`);
}
