import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isCountry } from '../../domain/guidance/authority.js';
import { answerQuestion, QUESTION_FIELDS } from '../../domain/guidance/question.js';
import { isRefusal } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { OrganisationsService } from '../../organisations/organisations.service.js';
import { errorsOf } from '../shell/components/form.js';
import { GuidancePage, type GuidanceProps } from './guidance.page.js';
import type { PageContext } from '../shell/page-context.js';
import { Pages } from '../shell/pages.service.js';

/** Where to complain under Art. 77: for anybody, without signing in. */
@ApiExcludeController()
@Controller('beschwerde')
@Allow('public')
export class ComplaintGuidanceController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const context = this.pages.context(request);
    const value = (name: string): string => (typeof query[name] === 'string' ? query[name].slice(0, 60) : '');
    const asked = QUESTION_FIELDS.some((name) => query[name] !== undefined);
    const answered = asked ? answerQuestion(query) : undefined;
    const page = GuidancePage({
      context,
      form: {
        // A select that knows no such value would show its first country as if it had been chosen.
        country: isCountry(value('country').toUpperCase()) ? value('country').toUpperCase() : 'DE',
        land: value('land').toUpperCase(),
        context: value('context') || 'residence',
        kind: value('kind'),
      },
      errors: errorsOf(context.texts, answered?.ok === false ? answered.problems : []),
      guidance: answered?.ok === true ? answered.guidance : undefined,
      organisation: await this.organisation(context, value('organisation')),
    });
    await this.pages.send(request, reply, context.texts.guidance.title, page, answered?.ok === false ? 422 : 200);
  }

  /** A name that nobody has shows the page without it: an old link still helps. */
  private async organisation(
    { language, organisation: own }: PageContext,
    named: string,
  ): Promise<GuidanceProps['organisation']> {
    const slug = named || (own ?? (await this.organisations.onlyOne()))?.slug;
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
