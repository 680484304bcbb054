import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../domain/problem.js';
import { isRefusal } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { Allow } from '../../identity/access.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { isUuid, uuidv7 } from '../../platform/ids.js';
import { MacroRunner, type StepResult } from '../../requests/macros/macro-runner.service.js';
import type { Macro } from '../../requests/macros/macros.sql.js';
import { MacrosService } from '../../requests/macros/macros.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { errorsOf } from '../shell/components/form.js';
import { box, int, line, orShow, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Uuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { MacroPage, MacroRunPage, MacrosPage } from './macros.page.js';

const RUN_LIMIT = 50;

const MACRO = {
  id: text(),
  name: text(),
  takeOver: box('yes'),
  confirmReceipt: box('yes'),
  taskAddress: line(),
  taskWhat: text(),
  taskDays: int,
  note: text(),
};

/** Several steps under one name: kept, changed, and run with one case or many. */
@ApiExcludeController()
@Controller('makros')
@Allow('dpo')
export class MacrosController {
  constructor(
    @Inject(MacrosService) private readonly macros: MacrosService,
    @Inject(MacroRunner) private readonly runner: MacroRunner,
    @Inject(RequestsService) private readonly requests: RequestsService,
  ) {}

  @Get()
  async list(@Visit() visit: Visit, @Query('getan') done: unknown): Promise<Answer> {
    const { context, session, now } = visit;
    const content = MacrosPage({
      context,
      macros: await this.macros.list(visit.actor),
      fresh: emptyMacro(now),
      saved: done === '1',
      errors: new Map(),
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.macros.title, content);
  }

  @Get(':id')
  async one(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    return this.edit(visit, await this.macros.get(visit.actor, id), []);
  }

  @Post()
  async save(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { taskDays, id, ...rest } = readForm(body, MACRO).values;
    const macro = { ...rest, taskDays: taskDays ?? 0, id: isUuid(id) ? id : uuidv7(visit.now.getTime()) };
    return orShow(
      [],
      async () => {
        await this.macros.save(visit.actor, macro);
        return redirect('/makros?getan=1');
      },
      (wrong) => this.edit(visit, macro, wrong, 422),
    );
  }

  @Post(':id/loeschen')
  async drop(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.macros.drop(visit.actor, id);
    return redirect('/makros');
  }

  /** Shown at once: loaded again it makes nothing twice. */
  @Post('ausfuehren')
  async run(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { context, actor, session } = visit;
    const { macro: id, run } = readForm(body, { macro: text(), run: text() }).values;
    const macro = await this.macros.get(actor, id);
    const chosen = casesIn(body);
    const tooMany = chosen.length > RUN_LIMIT;
    const rows: { id: string; reference: string; results: readonly StepResult[] }[] = [];
    for (const one of tooMany ? [] : chosen) {
      const key = isUuid(run) ? run : uuidv7(visit.now.getTime());
      const results = await this.runOne(actor, { macro, id: one, key, author: session.email });
      if (results !== undefined) {
        rows.push({ id: one, reference: (await this.requests.get(actor, one)).reference, results });
      }
    }
    const content = MacroRunPage({ context, name: macro.name, rows, tooMany });
    return page(visit, context.texts.macros.results, content);
  }

  /** Undefined: not to be found, here or by them. */
  private async runOne(
    actor: Actor,
    run: Parameters<MacroRunner['run']>[1],
  ): Promise<readonly StepResult[] | undefined> {
    try {
      return await this.runner.run(actor, run);
    } catch (error) {
      if (isRefusal(error, 'not-found')) {
        return undefined;
      }
      throw error;
    }
  }

  private edit(visit: Visit, macro: Macro, problems: readonly FieldProblem[], status = 200): Promise<Answer> {
    const { context, session } = visit;
    const errors = errorsOf(context.texts, problems);
    const content = MacroPage({ context, macro, errors, csrfToken: session.csrfToken });
    return Promise.resolve(page(visit, context.texts.macros.edit(macro.name), content, { status }));
  }
}

function emptyMacro(now: Date): Macro {
  return {
    id: uuidv7(now.getTime()),
    name: '',
    takeOver: true,
    confirmReceipt: true,
    taskAddress: '',
    taskWhat: '',
    taskDays: 3,
    note: '',
  };
}

/** Rows ticked in the list (`v-<id>`), or the one case whose page it is. */
function casesIn(body: Form): readonly string[] {
  const ticked = Object.keys(body ?? {}).flatMap((name) => (name.startsWith('v-') ? [name.slice(2)] : []));
  const { case: one } = readForm(body, { case: text() }).values;
  return [...new Set([...ticked, one])].filter((id) => isUuid(id));
}
