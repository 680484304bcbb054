import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { forwardingStatus } from '../../requests/request/forwarding-status.js';
import { NextStepsService } from '../../requests/next-step/next-steps.service.js';
import type { RightsRequestRow, WorklistCursor } from '../../requests/request/rights-requests.repository.js';
import type { Actor } from '../../audit/actor.js';
import { ErasuresService, type CasePlan } from '../../retention/erasures.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { TabCountsService } from '../../requests/worklist/tab-counts.service.js';
import { WorklistViewsService } from '../../requests/worklist/worklist-views.service.js';
import { BulkAcknowledgement, outcomeQuery, readOutcomes } from './bulk-acknowledgement.js';
import { errorsOf } from '../shell/components/form.js';
import { WorklistSurroundings } from './worklist-surroundings.js';
import { worklistCsv } from './worklist-csv.js';
import { keptQuery, nextQuery, PAGE_SIZE, placeOf, readListQuery } from './worklist-query.js';
import { BulkPage } from './bulk.page.js';
import { showsErasure, WorklistPage } from './worklist.page.js';
import { uuidv7 } from '../../platform/ids.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import { type Answer, download, redirect } from '../../platform/http/answer.js';
import { mustBeUuid, Uuid } from '../shell/route-params.js';
import type { Form } from '../../platform/http/sent-form.js';
import { orShow, readForm, text } from '../shell/form-body.js';
import { keysOff } from '../shell/shortcuts-cookie.js';

/** More than anybody reads in a spreadsheet; the list itself has no end. */
const CSV_ROWS = 10_000;
const CSV_PAGE = 500;

/** The list of cases: filtered, ordered, kept as views, and taken over many at a time. */
@ApiExcludeController()
@Controller('vorgaenge')
@Allow('dpo')
export class WorklistController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(NextStepsService) private readonly nextSteps: NextStepsService,
    @Inject(WorklistViewsService) private readonly kept: WorklistViewsService,
    @Inject(WorklistSurroundings) private readonly surroundings: WorklistSurroundings,
    @Inject(BulkAcknowledgement) private readonly bulk: BulkAcknowledgement,
    @Inject(TabCountsService) private readonly counts: TabCountsService,
    @Inject(ErasuresService) private readonly erasures: ErasuresService,
  ) {}

  @Get()
  async list(@Visit() visit: Visit, @Query() query: Record<string, unknown>): Promise<Answer> {
    const start = await this.startOf(visit, query);
    return start === undefined ? this.show(visit, query) : redirect(start, { status: 302 });
  }

  /** The list as it is filtered, for a spreadsheet: what is known of the cases, nothing of what is in them. */
  @Get('liste.csv')
  async table(@Visit() visit: Visit, @Query() query: Record<string, unknown>): Promise<Answer> {
    const { context, actor, today, session } = visit;
    const { channels } = await this.surroundings.of(context, actor, session.timeZone);
    const asked = readListQuery(query, channels, { userId: actor.userId, today });
    const { filter, sort } = asked;
    const rows: RightsRequestRow[] = [];
    for (let cursor: WorklistCursor | undefined; rows.length < CSV_ROWS;) {
      const page = await this.requests.worklist(actor, filter, cursor, CSV_PAGE, sort);
      rows.push(...page);
      const last = page.at(-1);
      if (page.length < CSV_PAGE || last === undefined) {
        break;
      }
      cursor = placeOf(sort, last);
    }
    const plans = await this.erasuresOf(actor, session.timeZone, asked, rows);
    return download({
      name: 'vorgaenge.csv',
      type: 'text/csv; charset=utf-8',
      content: worklistCsv(context, rows, plans),
    });
  }

  /** The case behind this one, in the order of what is to be done; behind the last one stands the list. */
  @Get(':id/naechster')
  async next(@Visit() { actor }: Visit, @Uuid('id') id: string): Promise<Answer> {
    const row = await this.requests.get(actor, id);
    const [behind] = await this.requests.worklist(actor, { state: 'open' }, placeOf('next', row), 1, 'next');
    return redirect(behind === undefined ? '/vorgaenge' : `/vorgaenge/${behind.id}`, { status: 302 });
  }

  @Post('uebernehmen')
  async acknowledge(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const outcomes = await this.bulk.acknowledge(visit.actor, body ?? {});
    return redirect(`/vorgaenge/uebernahme?${outcomeQuery(outcomes)}`);
  }

  @Get('uebernahme')
  async acknowledged(@Visit() visit: Visit, @Query() query: Record<string, unknown>): Promise<Answer> {
    const { context } = visit;
    const told = readOutcomes(query);
    const rows = await this.bulk.rowsOf(visit.actor, told);
    const content = BulkPage({ context, rows, gone: rows.length < told.ids.length, tooMany: told.tooMany });
    return page(visit, context.texts.casework.bulk.title, content);
  }

  @Post('ansichten')
  async keep(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { values, problems } = readForm(body, { name: text() });
    const query = keptOf(body);
    return orShow(
      problems,
      async () => {
        await this.kept.keep(visit.actor, values.name, query);
        return redirect(`/vorgaenge?${query}`);
      },
      (wrong) => {
        const shown = Object.fromEntries(new URLSearchParams(query));
        return this.show(visit, shown, { name: values.name, problems: wrong }, 422);
      },
    );
  }

  @Post('ansichten/loeschen')
  async drop(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { id } = readForm(body, { id: text() }).values;
    await this.kept.drop(visit.actor, mustBeUuid(id));
    return redirect(`/vorgaenge?${keptOf(body)}`);
  }

  @Post('ansichten/start')
  async start(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { id } = readForm(body, { id: text() }).values;
    await this.kept.start(visit.actor, id === '' ? null : mustBeUuid(id));
    return redirect(`/vorgaenge?${keptOf(body)}`);
  }

  private async show(
    visit: Visit,
    query: Record<string, unknown>,
    typed: { readonly name: string; readonly problems: readonly FieldProblem[] } = { name: '', problems: [] },
    status = 200,
  ): Promise<Answer> {
    const { context, now, today, session } = visit;
    const { actor, timeZone, csrfToken } = session;
    const frame = await this.surroundings.of(context, actor, timeZone);
    const asked = readListQuery(query, frame.channels, { userId: actor.userId, today });
    const rows = await this.requests.worklist(actor, asked.filter, asked.cursor, PAGE_SIZE + 1, asked.sort);
    const shown = rows.slice(0, PAGE_SIZE);
    const steps = await this.nextSteps.of(actor, shown);
    const erasures = await this.erasuresOf(actor, timeZone, asked, shown);
    const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined;
    const content = WorklistPage({
      context,
      csrfToken,
      ...frame,
      ...asked.typed,
      sort: asked.sort,
      items: shown.map((row) => ({
        ...row,
        next: steps.get(row.id),
        erasure: erasures.get(row.id),
        channel: context.language === 'en' ? row.channelLabelEn : row.channelLabelDe,
        forwarding: forwardingStatus(row, now),
      })),
      today,
      now,
      counts: await this.counts.of(actor, today),
      keys: !keysOff(visit),
      run: uuidv7(now.getTime()),
      kept: keptQuery(asked),
      viewName: typed.name,
      errors: errorsOf(context.texts, typed.problems),
      late: await this.requests.countLate(actor),
      nextQuery: last === undefined ? null : nextQuery(asked, last),
      firstPage: asked.cursor === undefined,
    });
    return page(visit, context.texts.worklist.title, content, { status });
  }

  /** What is erased next of each; nothing where the list does not show it. */
  private async erasuresOf(
    actor: Actor,
    timeZone: string,
    { typed }: ReturnType<typeof readListQuery>,
    rows: readonly RightsRequestRow[],
  ): Promise<ReadonlyMap<string, CasePlan>> {
    const ids = showsErasure(typed) ? rows.map(({ id }) => id) : [];
    return this.erasures.plansFor(actor, ids, timeZone);
  }

  /** Somebody who asks for nothing in particular gets the view they begin with. */
  private async startOf(visit: Visit, query: Record<string, unknown>): Promise<string | undefined> {
    const { lang, ...asked } = query;
    if (Object.keys(asked).length > 0) {
      return undefined;
    }
    const start = (await this.kept.list(visit.actor)).find(({ starts }) => starts);
    const language = lang === 'de' || lang === 'en' ? `&lang=${lang}` : '';
    return start === undefined ? undefined : `/vorgaenge?${start.query}${language}`;
  }
}

/** Of an address that came with a form only what the list knows. */
function keptOf(body: Form): string {
  const { query } = readForm(body, { query: text() }).values;
  return keptQuery(readListQuery(Object.fromEntries(new URLSearchParams(query)), []));
}
