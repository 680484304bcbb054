import { Inject, Injectable } from '@nestjs/common';
import { OrganisationsService } from '../../organisations/organisations.service.js';
import type { Visit } from '../shell/visit.js';

/** Whom somebody asks who does not get in. With several organisations none is named: who they are is not for everybody. */
@Injectable()
export class WhomToAsk {
  constructor(@Inject(OrganisationsService) private readonly organisations: OrganisationsService) {}

  async of({ context }: Visit): Promise<string> {
    const only = await this.organisations.onlyOne();
    const { ask, askSomebody } = context.texts.accounts;
    return only === undefined ? askSomebody : ask(only.name, only.email);
  }
}
