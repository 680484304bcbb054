import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { Metrics } from './metrics.js';

const HEAD_LIMIT_MS = 10_000;

/** Metrics on a port of their own, for a network that visitors do not reach (METRICS_PORT). */
@Injectable()
export class MetricsServer implements OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** @throws StartError when the port is taken */
  async start(): Promise<void> {
    const { metricsPort, metricsHost } = this.config;
    if (metricsPort === undefined) {
      return;
    }
    const server = createServer(
      { headersTimeout: HEAD_LIMIT_MS, requestTimeout: HEAD_LIMIT_MS },
      (request, response) => void this.answer(request, response),
    );
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        const why = `METRICS_PORT: ${metricsPort} on ${metricsHost} cannot be used (${error.code ?? 'unknown'})`;
        reject(new StartError(why, { cause: error }));
      });
      server.listen(metricsPort, metricsHost, resolve);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (server?.listening === true) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private async answer({ method, url, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (method !== 'GET' || url !== '/metrics') {
      response.writeHead(404).end();
    } else if (!this.metrics.mayRead(headers.authorization)) {
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    } else {
      const text = await this.metrics.text();
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
    }
  }
}
