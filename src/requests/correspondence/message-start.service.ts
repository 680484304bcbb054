import { Inject, Injectable } from '@nestjs/common';
import { channelText } from '../../domain/correspondence/channel-text.js';
import {
  addressFormOf,
  type MessageKind,
  type MessageLanguage,
  type MessageWay,
} from '../../domain/correspondence/kinds.js';
import { fill, inForm } from '../../domain/correspondence/template.js';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { uuidv7 } from '../../platform/ids.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import type { RequestContent } from '../sealed/content.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { caseValues, isUserName } from './case-values.js';
import type { MessageDraft } from './correspondence.service.js';
import { PersonReceipts } from './person-receipt.js';
import { SenderReader } from './sender-reader.js';
import { TemplatesService } from './templates.service.js';

export interface StartOrder {
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  /** `channel`: a short text instead of the letter; undefined: what the contact allows. */
  readonly way?: MessageWay | undefined;
}

/** A message as a template begins it: filled from the case, with gaps where only the DPO knows what belongs there. */
@Injectable()
export class MessageStart {
  constructor(
    @Inject(TemplatesService) private readonly templates: TemplatesService,
    @Inject(SenderReader) private readonly senders: SenderReader,
    @Inject(PersonReceipts) private readonly receipts: PersonReceipts,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** `original` is what came in, opened by whoever may. @throws Refusal invalid-input for a template with unknown placeholders */
  async of(
    actor: Actor,
    row: RightsRequestRow,
    original: RequestContent,
    { kind, language, way }: StartOrder,
  ): Promise<MessageDraft> {
    const to = kind === 'recipients' ? '' : mailOf(original);
    const chosen = way ?? (to === '' && kind !== 'recipients' ? 'letter' : 'mail');
    const sender = await this.senders.of(actor);
    const form = addressFormOf(sender.organisation.addressForm, row.channelAddressForm, chosen);
    const text =
      way === 'channel' ? channelText(kind, language) : (await this.templates.get(actor, kind, language, form)).text;
    const receipt = await this.receipts.of(actor, sender, row.id);
    const values = caseValues(sender, row, original.from, language, this.clock.now(), receipt, form);
    const filled = fill(inForm(text, form), values);
    if (!filled.ok) {
      const fields = filled.unknown.map(
        (name) => ({ field: 'body', code: 'unknown-placeholder', limit: name }) as const,
      );
      return refuse('invalid-input', { fields });
    }
    return {
      ...{ id: uuidv7(this.clock.now().getTime()), kind, language, to, ...filled.text },
      way: chosen,
      address: kind === 'recipients' || isUserName(original.from) ? '' : original.from,
      ...{ files: [], confirmed: false },
    };
  }
}

/** Where the person can be written to, if that is a mail address. */
export function mailOf({ contact, from }: RequestContent): string {
  return [contact, from].map((text) => text.trim()).find(isMailAddress) ?? '';
}
