import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import { Integrator } from '../audit/integrator.js';
import type { Config } from '../platform/config/config.js';
import { openFoundation, type Login } from '../platform/foundation.js';
import { NestLog } from '../platform/logging/logger.js';

/** Runs a piece of work on the store, whether or not the server is running on it; what it logged is built in and signed. */
export async function withApplication<T>(
  config: Config,
  work: (application: INestApplicationContext) => Promise<T>,
  as: Login = 'application',
): Promise<T> {
  const foundation = await openFoundation({ ...config, roles: [], logLevel: 'error' }, 'command', undefined, as);
  try {
    const module = AppModule.on(foundation);
    const application = await NestFactory.createApplicationContext(module, {
      logger: new NestLog(foundation.log),
      abortOnError: false,
    });
    try {
      const result = await work(application);
      await application.get(Integrator).integrateAll();
      return result;
    } finally {
      await application.close();
    }
  } finally {
    await foundation.close();
  }
}
