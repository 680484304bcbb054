import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../../domain/problem.js';
import { isRight } from '../../../domain/rights/right.js';
import { Allow } from '../../../identity/access.js';
import { JoinsService, type MergePreview } from '../../../requests/joins/joins.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { SplitService } from '../../../requests/joins/split.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { CaseHeads } from '../case-heads.js';
import { type MergedPeople, MergedPeopleReader } from './people.js';
import { JoinsPage } from './joins.page.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { box, int, line, list, named, orShow, readForm } from '../../shell/form-body.js';

interface PageState {
  readonly into?: string;
  readonly preview?: MergePreview;
  readonly people?: MergedPeople;
  readonly rights?: readonly string[];
  readonly problems?: readonly FieldProblem[];
}

/** A request merged into another, taken out again, or split in two. */
@ApiExcludeController()
@Controller('vorgaenge/:id')
@Allow('dpo')
export class JoinsController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(JoinsService) private readonly joins: JoinsService,
    @Inject(SplitService) private readonly parts: SplitService,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
    @Inject(MergedPeopleReader) private readonly people: MergedPeopleReader,
  ) {}

  /** With `?mit=` what a merge would do, to be confirmed. */
  @Get('zusammenfuehren')
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query() query: Form): Promise<Answer> {
    const { into } = readForm(query, { into: named('mit', line()) }).values;
    return this.orShow(visit, id, { into }, async () => {
      return this.send(visit, id, into === '' ? {} : await this.asked(visit, id, into));
    });
  }

  @Post('zusammenfuehren')
  async merge(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { into, version, intoVersion, sure } = readForm(body, MERGE).values;
    return this.orShow(visit, id, { into }, async () => {
      const asked = await this.asked(visit, id, into);
      if (!sure && asked.people.sameness !== 'same') {
        return this.send(visit, id, { ...asked, problems: [{ field: 'sure', code: 'required' }] }, 422);
      }
      const row = await this.joins.merge(visit.actor, id, into, { from: version, into: intoVersion });
      return redirect(`/vorgaenge/${row.id}`);
    });
  }

  @Post('trennen')
  async unmerge(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { version } = readForm(body, { version: int }).values;
    await this.joins.unmerge(visit.actor, id, version);
    return redirect(`/vorgaenge/${id}`);
  }

  @Post('teilen')
  async split(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { rights: chosen, version } = readForm(body, { rights: list, version: int }).values;
    const rights = chosen.filter((right) => isRight(right));
    return this.orShow(visit, id, { rights }, async () => {
      const part = await this.parts.split(visit.actor, id, rights, version);
      return redirect(`/vorgaenge/${part.id}`);
    });
  }

  /** What is asked before it is done: what would happen, and to whom. @throws Refusal as `JoinsService.preview` */
  private async asked(visit: Visit, id: string, into: string) {
    const preview = await this.joins.preview(visit.actor, id, into);
    return { into, preview, people: await this.people.of(visit.actor, preview.from, preview.into) };
  }

  private orShow(visit: Visit, id: string, typed: PageState, act: () => Promise<Answer>): Promise<Answer> {
    return orShow([], act, (problems) => this.send(visit, id, { ...typed, problems }, 422));
  }

  private async send(
    visit: Visit,
    id: string,
    { into = '', preview, people, rights = [], problems = [] }: PageState,
    status = 200,
  ): Promise<Answer> {
    const { actor, csrfToken } = visit.session;
    const { context } = visit;
    const row = await this.requests.get(actor, id);
    const content = JoinsPage({
      context,
      head: await this.heads.of(visit, row),
      row,
      into,
      preview,
      people,
      chosen: rights,
      csrfToken,
      related: await this.joins.related(actor, id),
      undoable: row.state === 'merged' && (await this.joins.canUnmerge(actor, id)),
      errors: errorsOf(context.texts, problems),
    });
    return page(visit, context.texts.casework.joins.title(row.reference), content, { status });
  }
}

const MERGE = { into: line(), version: int, intoVersion: int, sure: box('yes') };
