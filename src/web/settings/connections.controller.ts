import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { Operators } from '../../identity/operators.service.js';
import { Connections, type Tested } from '../../setup/connections.service.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { line, problemsOf, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Visit } from '../shell/visit.js';
import { CONNECTIONS, ConnectionsPage, type Connection } from './connections.page.js';

const SERVER = { host: line(), port: line(), security: line(), user: line(), password: text() };
const FIELDS = { ...SERVER, from: line(), testTo: line(), folder: line(), url: line() };
type Typed = Readonly<Partial<Record<keyof typeof FIELDS, string>>>;

/** What belongs to the whole installation, for its operators. */
@ApiExcludeController()
@Controller('verwaltung/verbindungen')
@Allow('admin')
export class ConnectionsController {
  constructor(
    @Inject(Connections) private readonly connections: Connections,
    @Inject(Operators) private readonly operators: Operators,
  ) {}

  @Get(':part')
  async show(
    @Visit() visit: Visit,
    @Param('part') asked: string,
    @Query('gespeichert') saved: unknown,
  ): Promise<Answer> {
    await this.operators.mustOperate(visit.actor);
    return this.send(visit, partOf(asked), { saved: saved === '1' });
  }

  @Post(':part')
  async save(@Visit() visit: Visit, @Param('part') asked: string, @Body() body: Form): Promise<Answer> {
    await this.operators.mustOperate(visit.actor);
    const part = partOf(asked);
    const { values, typed } = readForm(body, FIELDS);
    try {
      const tested = await this.tryAndKeep(visit, part, values);
      return tested.ok
        ? redirect(`/verwaltung/verbindungen/${part}?gespeichert=1`)
        : await this.send(visit, part, { typed, failure: tested }, 422);
    } catch (error) {
      return this.send(visit, part, { typed, problems: problemsOf(error) }, 422);
    }
  }

  private tryAndKeep({ actor }: Visit, part: Connection, values: Readonly<Record<keyof typeof FIELDS, string>>) {
    const { host, user, password, from, testTo, folder, url } = values;
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : 0;
    const security = (['tls', 'starttls', 'none'] as const).find((one) => one === values.security) ?? 'starttls';
    switch (part) {
      case 'versand':
        return this.connections.saveOutgoing(actor, { host, port, security, user, password, from, testTo });
      case 'eingang': {
        const secure = security === 'tls' ? 'tls' : 'starttls';
        return this.connections.saveIncoming(actor, { host, port, security: secure, user, password, folder });
      }
      case 'zeitstempel':
        return this.connections.saveTimeStamps(actor, url);
    }
  }

  private async send(
    visit: Visit,
    part: Connection,
    shown: {
      readonly typed?: Typed;
      readonly problems?: readonly FieldProblem[];
      readonly failure?: Extract<Tested, { ok: false }>;
      readonly saved?: boolean;
    },
    status = 200,
  ): Promise<Answer> {
    const { context, session } = visit;
    const { outgoing, incoming, timeStamps, fixed } = await this.connections.standing();
    const { typed } = shown;
    const content = ConnectionsPage({
      context,
      part,
      fixed: { versand: fixed.outgoing, eingang: fixed.incoming, zeitstempel: fixed.timeStamps }[part],
      outgoing: {
        host: typed?.host ?? outgoing?.host ?? '',
        port: typed?.port ?? String(outgoing?.port ?? 587),
        security: typed?.security ?? outgoing?.security ?? 'starttls',
        user: typed?.user ?? outgoing?.user ?? '',
        from: typed?.from ?? outgoing?.from ?? '',
        testTo: typed?.testTo ?? session.email,
      },
      incoming: {
        host: typed?.host ?? incoming?.host ?? '',
        port: typed?.port ?? String(incoming?.port ?? 993),
        security: typed?.security ?? (incoming?.secure === false ? 'starttls' : 'tls'),
        user: typed?.user ?? incoming?.user ?? '',
        folder: typed?.folder ?? incoming?.folder ?? '',
      },
      url: typed?.url ?? timeStamps ?? '',
      saved: shown.saved ?? false,
      failure: shown.failure,
      errors: errorsOf(context.texts, shown.problems ?? []),
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.firstStart.connections.title, content, { status });
  }
}

/** @throws Refusal not-found */
function partOf(asked: string): Connection {
  return CONNECTIONS.find((part) => part === asked) ?? refuse('not-found', {});
}
