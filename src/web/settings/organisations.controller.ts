import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { Operators } from '../../identity/operators.service.js';
import { NewOrganisations } from '../../setup/new-organisations.service.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { line, orShow, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Pages } from '../shell/pages.service.js';
import { Visit } from '../shell/visit.js';
import { OrganisationsPage, type NewOrganisationForm } from './organisations.page.js';

const FIELDS = {
  slug: line(),
  name: line(),
  shortName: line(),
  postalAddress: text(),
  email: line(),
  land: line(),
  referencePrefix: line(),
  dpoEmail: line(),
  dpoTelephone: line(),
};

const EMPTY: NewOrganisationForm = {
  slug: '',
  name: '',
  shortName: '',
  postalAddress: '',
  email: '',
  land: 'BW',
  referencePrefix: 'DSR',
  dpoEmail: '',
  dpoTelephone: '',
};

/** Further organisations of this installation, for its operators. */
@ApiExcludeController()
@Controller('verwaltung/organisationen')
@Allow('admin')
export class OrganisationsController {
  constructor(
    @Inject(NewOrganisations) private readonly created: NewOrganisations,
    @Inject(Operators) private readonly operators: Operators,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Query('angelegt') slug: unknown): Promise<Answer> {
    await this.operators.mustOperate(visit.actor);
    const created = visit.session.organisations.find((one) => one.slug === slug)?.name;
    return this.send(visit, { form: EMPTY, problems: [], created });
  }

  @Post()
  async create(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    await this.operators.mustOperate(visit.actor);
    const { values, typed, problems } = readForm(body, FIELDS);
    return orShow(
      problems,
      async () => {
        const { slug } = await this.created.begin({ actor: visit.actor, email: visit.session.email }, values);
        this.pages.forgetFaces();
        return redirect(`/verwaltung/organisationen?angelegt=${slug}`);
      },
      (wrong) => this.send(visit, { form: typed, problems: wrong }, 422),
    );
  }

  private send(
    { context, session }: Visit,
    {
      form,
      problems,
      created,
    }: {
      readonly form: NewOrganisationForm;
      readonly problems: readonly FieldProblem[];
      readonly created?: string | undefined;
    },
    status = 200,
  ): Answer {
    const errors = errorsOf(context.texts, problems);
    const content = OrganisationsPage({ context, form, created, errors, csrfToken: session.csrfToken });
    return page({ context }, context.texts.options.organisations.title, content, { status });
  }
}
