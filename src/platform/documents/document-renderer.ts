import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { packageRoot } from '../package-root.js';

/** `a-3a` for what is kept (and may carry files), `ua-1` for what people are sent. Both are tagged for screen readers. */
export const DOCUMENT_STANDARDS = ['a-3a', 'ua-1'] as const;
export type DocumentStandard = (typeof DOCUMENT_STANDARDS)[number];

export interface DocumentAttachment {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly description: string;
}

export interface DocumentOptions {
  readonly standard: DocumentStandard;
  /** Stands in the document as its date: the same input gives the same bytes. */
  readonly createdAt: Date;
  readonly attachments?: readonly DocumentAttachment[];
}

/** What the compiler refused; never what the document says. */
export class DocumentRefusedError extends Error {
  override readonly name = 'DocumentRefusedError';
}

interface Job {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

interface Compiler {
  readonly worker: Worker;
  /** Those it has not answered yet. */
  readonly jobs: Map<number, Job>;
}

type Reply = { readonly id: number } & ({ readonly bytes: Uint8Array } | { readonly fault: string });

const WORKER = join(packageRoot(), 'src', 'platform', 'documents', 'document-worker.mjs');
const IDLE_MS = 60_000;

/**
 * Sets PDF documents from Typst templates. The data goes in as JSON (`sys.inputs.data`) and never as markup, so that
 * nothing in it is run. Compiling blocks and takes a second for a long report, hence the thread: one, made when it is
 * needed and ended when it no longer is. It keeps the process alive only while somebody waits for a document.
 */
@Injectable()
export class DocumentRenderer implements OnApplicationShutdown {
  private compiler: Compiler | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;

  /**
   * @param template absolute path of a .typ file of this package; nothing outside of its folder can be read by it
   * @param data what JSON can say
   * @throws DocumentRefusedError if the template does not fit the data, or the document its standard
   */
  async render(template: string, data: object, options: DocumentOptions): Promise<Uint8Array> {
    const job = {
      template,
      // Half a surrogate pair is no text.
      json: JSON.stringify(data, (_key, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)),
      standard: options.standard,
      createdAt: Math.floor(options.createdAt.getTime() / 1_000),
      attachments: options.attachments ?? [],
    };
    const { worker, jobs } = (this.compiler ??= this.start());
    const id = (this.lastId += 1);
    worker.postMessage({ id, job });
    worker.ref();
    clearTimeout(this.idle);
    return await new Promise<Uint8Array>((resolve, reject) => jobs.set(id, { resolve, reject }));
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.idle);
    await this.end();
  }

  private start(): Compiler {
    const worker = new Worker(WORKER, { name: 'documents', execArgv: [] });
    const compiler: Compiler = { worker, jobs: new Map() };
    let cause: unknown;
    worker.on('message', (reply: Reply) => {
      const job = compiler.jobs.get(reply.id);
      compiler.jobs.delete(reply.id);
      if (compiler.jobs.size === 0) {
        this.rest(compiler);
      }
      if ('bytes' in reply) {
        job?.resolve(reply.bytes);
      } else {
        job?.reject(new DocumentRefusedError(reply.fault));
      }
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.compiler === compiler) {
        this.compiler = undefined;
      }
      compiler.jobs.forEach(({ reject }) => reject(new Error('the thread that sets documents ended', { cause })));
    });
    return compiler;
  }

  private rest(compiler: Compiler): void {
    compiler.worker.unref();
    if (this.compiler === compiler) {
      this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    }
  }

  private async end(): Promise<void> {
    const compiler = this.compiler;
    this.compiler = undefined;
    await compiler?.worker.terminate();
  }
}
