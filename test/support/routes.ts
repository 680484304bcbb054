import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { TestApplication } from './application.js';

export interface Route {
  readonly method: string;
  readonly path: `/${string}`;
  /** What a decorator has written on the handler, or else on its controller. */
  readonly metadata: (key: string) => unknown;
}

/** Out of Nest's own metadata, and mounted in Fastify: every route of the program, whoever has written it. */
export function routesOf({ running }: TestApplication): readonly Route[] {
  const controllers = [...running.application.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  const types = [...new Set(controllers.map(({ metatype }) => metatype as Type))];
  const routes = types.flatMap(routesOfController);
  const fastify = running.application.getHttpAdapter().getInstance();
  const missing = routes.filter(({ method, path }) => !fastify.hasRoute({ method: method, url: path }));
  if (missing.length > 0) {
    throw new Error(`not mounted as Nest describes them: ${missing.map(({ path }) => path).join(' ')}`);
  }
  return routes;
}

function routesOfController(type: Type): Route[] {
  const prefixes = [Reflect.getMetadata(PATH_METADATA, type) as string | string[]].flat();
  const prototype = type.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .flatMap((name) => {
      const handler = prototype[name] ?? {};
      const paths = [(Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined) ?? []].flat();
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
      const metadata = (key: string): unknown => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, type);
      return prefixes.flatMap((prefix) => paths.map((path) => ({ method, path: joined(prefix, path), metadata })));
    });
}

function joined(...parts: readonly string[]): `/${string}` {
  return `/${parts
    .map((part) => part.replaceAll(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/')}`;
}
