import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isCountry } from '../../domain/guidance/authority.js';
import { answerQuestion, QUESTION_FIELDS } from '../../domain/guidance/question.js';
import { isRefusal } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { OrganisationsService } from '../../organisations/organisations.service.js';
import { errorsOf } from '../shell/components/form.js';
import { GuidancePage, type GuidanceProps } from './guidance.page.js';
import type { PageContext } from '../shell/page-context.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import type { Answer } from '../../platform/http/answer.js';
import { cut, readForm } from '../shell/form-body.js';

/** Where to complain under Art. 77: for anybody, without signing in. */
@ApiExcludeController()
@Controller('beschwerde')
@Allow('public')
export class ComplaintGuidanceController {
  constructor(@Inject(OrganisationsService) private readonly organisations: OrganisationsService) {}

  @Get()
  async show(@Visit() visit: Visit, @Query() query: Record<string, unknown>): Promise<Answer> {
    const { context } = visit;
    const { country, land, context: place, kind, organisation } = readForm(query, QUESTION).values;
    const asked = QUESTION_FIELDS.some((name) => query[name] !== undefined);
    const answered = asked ? answerQuestion(query) : undefined;
    const content = GuidancePage({
      context,
      form: {
        // A select that knows no such value would show its first country as if it had been chosen.
        country: isCountry(country.toUpperCase()) ? country.toUpperCase() : 'DE',
        land: land.toUpperCase(),
        context: place || 'residence',
        kind,
      },
      errors: errorsOf(context.texts, answered?.ok === false ? answered.problems : []),
      guidance: answered?.ok === true ? answered.guidance : undefined,
      organisation: await this.organisation(context, organisation),
    });
    return page(visit, context.texts.guidance.title, content, { status: answered?.ok === false ? 422 : 200 });
  }

  /** A name that nobody has shows the page without it: an old link still helps. */
  private async organisation(
    { language, organisation: own, user }: PageContext,
    named: string,
  ): Promise<GuidanceProps['organisation']> {
    // Whom a stranger's page belongs to may have been looked up a while ago.
    const slug = named || (user === undefined ? await this.organisations.onlyOne() : own)?.slug;
    if (slug === undefined) {
      return undefined;
    }
    try {
      const { organisation, designation } = await this.organisations.publicFace(slug);
      const { name, authority } = organisation;
      if (designation === null) {
        return { slug, name, authority, dpo: undefined };
      }
      const { titleDe, titleEn, email, telephone } = designation;
      return { slug, name, authority, dpo: { title: language === 'en' ? titleEn : titleDe, email, telephone } };
    } catch (error) {
      if (isRefusal(error)) {
        return undefined;
      }
      throw error;
    }
  }
}

const QUESTION = { country: cut(60), land: cut(60), context: cut(60), kind: cut(60), organisation: cut(60) };
