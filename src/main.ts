import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { MetricsServer } from './api/metrics-server.js';
import { Integrator } from './audit/integrator.js';
import type { Config } from './platform/config/config.js';
import { StartError } from './platform/config/start-error.js';
import { Uploads } from './platform/documents/uploads.js';
import { answerUnroutable, guardAnswers } from './platform/http/answers.js';
import { countBodies } from './platform/http/body-parsers.js';
import { cleanFormFields } from './platform/http/form-fields.js';
import { ownCookies } from './platform/http/host-cookies.js';
import { OpenApiDocument } from './platform/http/openapi-document.js';
import { OpenConnections } from './platform/http/open-connections.js';
import { Measures } from './platform/metrics/measures.js';
import { NestLog } from './platform/logging/logger.js';
import { OutboxWorker } from './platform/outbox/outbox-worker.js';
import type { Foundation } from './platform/platform.module.js';
import { Startup } from './platform/startup.js';

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
/** How often Node looks for requests that are not whole in time; its own default. */
const LOOK_FOR_SLOW_MS = 30_000;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export interface RunningApplication {
  readonly application: NestFastifyApplication;
  /** Where it listens; undefined when only the worker's role was asked for. */
  readonly port: number | undefined;
  /** What belongs to the start has been done: where there was something to prepare, only now it says that it is ready. */
  ready(): void;
  /** Finishes requests and jobs under way. */
  stop(): Promise<void>;
}

/**
 * Starts the roles asked for on an open foundation. `prepare`: what must be there before anybody is let in.
 * @throws StartError when the port is taken
 */
export async function startApplication(
  foundation: Foundation,
  prepare?: (application: NestFastifyApplication) => Promise<void>,
): Promise<RunningApplication> {
  const { config } = foundation;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    // Node's own limit, which Fastify takes off.
    requestTimeout: config.requestTimeoutMs,
    http: { connectionsCheckingInterval: Math.min(LOOK_FOR_SLOW_MS, config.requestTimeoutMs) },
    frameworkErrors: answerUnroutable,
    logger: false,
    // Only these may say whom they speak for; anybody else's X-Forwarded-For is words.
    ...(config.trustedProxies.length === 0 ? {} : { trustProxy: [...config.trustedProxies] }),
  });
  adapter.getInstance().addHook('onRequest', (request, _, done) => {
    // tlog-witness asks for no type, and clients send none or another: the body is text whatever they say. With a cookie it
    // is a browser's, and a form.
    const isWitnessed = request.method === 'POST' && request.url === '/witness/add-checkpoint';
    if (isWitnessed && request.headers.cookie === undefined) {
      request.headers['content-type'] = 'text/plain; charset=utf-8';
    }
    done();
  });
  const application = await NestFactory.create<NestFastifyApplication>(AppModule.on(foundation), adapter, {
    logger: new NestLog(foundation.log),
    abortOnError: false,
    bodyParser: true,
  });
  const connections = new OpenConnections(application.getHttpServer());
  const startup = application.get(Startup);
  try {
    await secure(application, config);
    addHooks(application, config);
    await application.init();
    application.get(OpenApiDocument).describe(application);
    if (prepare !== undefined) {
      startup.hold();
      await prepare(application);
    }
    await application.get(MetricsServer).start();
    const port = await work(application, config);
    return {
      application,
      port,
      ready: () => startup.finish(),
      stop: () => connections.during(() => application.close()),
    };
  } catch (error) {
    await application.close();
    throw error;
  }
}

function addHooks(application: NestFastifyApplication, { baseUrl }: Config): void {
  const measures = application.get(Measures);
  const server = application.getHttpAdapter().getInstance();
  server.addHook('preValidation', (request, _reply, done) => {
    // Below this, a cookie is known by the name that we gave it.
    request.cookies = ownCookies(request.cookies, baseUrl);
    done();
  });
  server.addHook('onResponse', (_request, { statusCode }, done) => {
    measures.responded(statusCode);
    done();
  });
}

async function work(application: NestFastifyApplication, config: Config): Promise<number | undefined> {
  if (config.roles.includes('worker')) {
    application.get(OutboxWorker).start();
    application.get(Integrator).start();
  }
  return config.roles.includes('web') ? listen(application, config.port, config.host) : undefined;
}

async function secure(application: NestFastifyApplication, config: Config): Promise<void> {
  const server: FastifyInstance = application.getHttpAdapter().getInstance();
  guardAnswers(server);
  countBodies(application);
  cleanFormFields(server);
  server.decorate('uploads', { getter: () => application.get(Uploads) });
  await application.register(cookie);
  await application.register(multipart, { throwFileSizeLimit: false });
  await application.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        // KERN's icons are data-URI masks.
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        // Signing out leads on to the provider at which one signed in.
        formAction: ["'self'", ...new Set(config.oidc.map(({ issuer }) => new URL(issuer).origin))],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    // Whether there is TLS in front is the operator's to say, and BASE_URL says it.
    strictTransportSecurity: config.baseUrl.startsWith('https:') && { maxAge: YEAR_SECONDS, includeSubDomains: false },
  });
}

async function listen(application: NestFastifyApplication, port: number, host: string): Promise<number> {
  try {
    await application.listen(port, host);
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`;
      throw new StartError(`PORT: ${port} on ${host} ${why}; choose another with PORT=…`, { cause: error });
    }
    throw error;
  }
  return (application.getHttpServer().address() as AddressInfo).port;
}
