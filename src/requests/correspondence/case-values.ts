import { addDays, civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import type { AddressForm, MessageLanguage } from '../../domain/correspondence/kinds.js';
import type { Placeholder } from '../../domain/correspondence/template.js';
import { judge } from '../../domain/deadlines/act.js';
import { guidancePageAddress } from '../../domain/guidance/paragraph.js';
import type { Right } from '../../domain/rights/right.js';
import type { DpoDesignation } from '../../organisations/dpo-designation.entity.js';
import type { Organisation } from '../../organisations/organisation.entity.js';
import { deadlineFactsOf } from '../request/request-deadline.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { LETTER_WORDS } from './letter-words.js';
import { receiptPage, type PersonReceipt } from './receipt-page.js';

export type TemplateValues = Readonly<Record<Placeholder, string>>;

/** Who writes: the organisation with its DPO in force. */
export interface Sender {
  readonly organisation: Organisation;
  readonly designation: DpoDesignation | null;
  /** Where this installation is reached: for links in what is sent. */
  readonly baseUrl: string;
}

/** What the templates are filled with. Empty: not known, and left as a gap for the DPO. */
export function caseValues(
  sender: Sender,
  row: RightsRequestRow,
  name: string,
  language: MessageLanguage,
  now: Date,
  receipt: PersonReceipt | undefined,
  form: AddressForm,
): TemplateValues {
  const today = civilDateIn(now, row.timeZone);
  const words = LETTER_WORDS[language];
  const extended = extensionOf(row, today);
  return {
    ...senderValues(sender, language),
    Anrede: words.salutation[form](isUserName(name) ? '' : name.trim()),
    Name: name.trim(),
    Aktenzeichen: row.reference,
    Eingang: words.date(row.receivedOn),
    Frist: words.date(row.dueOn),
    'Neue-Frist': extended.ok ? words.date(extended.after.current.deadline.dueOn) : '',
    Heute: words.date(today),
    Rechte: row.rights.map((right) => words.rights[right]).join(', '),
    Kanal: language === 'en' ? row.channelLabelEn : row.channelLabelDe,
    Belegcode: receipt?.code ?? '',
    Belegseite: receipt?.page ?? '',
    Fingerabdruck: receipt?.fingerprint ?? '',
  };
}

/**
 * Days that the case knows already, as its letters write them: none of them is the new date of an extension, or the day
 * on which a restriction ends. Once it is extended, the deadline is that new date.
 */
export function knownDates(row: RightsRequestRow, language: MessageLanguage, now: Date): readonly string[] {
  const words = LETTER_WORDS[language];
  const today = civilDateIn(now, row.timeZone);
  return [row.receivedOn, today, ...(extensionOf(row, today).ok ? [row.dueOn] : [])].map((day) => words.date(day));
}

function extensionOf(row: RightsRequestRow, today: CivilDate) {
  return judge(deadlineFactsOf(row), { type: 'extend', decidedOn: today, sentOn: today, reason: '-' }, today);
}

const SAMPLE_FINGERPRINT = Array.from({ length: 16 }, () => '0000').join(' ');
const SAMPLE_CODE = 'MUSTE-RMUST-ERMUS-TERAA';

/** Invented, so that a template can be looked at without a case. */
export function sampleValues(sender: Sender, language: MessageLanguage, today: CivilDate): TemplateValues {
  const words = LETTER_WORDS[language];
  const rights: readonly Right[] = ['access', 'erasure'];
  return {
    ...senderValues(sender, language),
    Anrede: words.salutation[sender.organisation.addressForm](words.sampleName),
    Name: words.sampleName,
    Aktenzeichen: `${sender.organisation.referencePrefix}-2026-MUSTER`,
    Eingang: words.date(today),
    Frist: words.date(addDays(today, 30)),
    'Neue-Frist': words.date(addDays(today, 91)),
    Heute: words.date(today),
    Rechte: rights.map((right) => words.rights[right]).join(', '),
    Kanal: 'Instagram',
    Belegcode: SAMPLE_CODE,
    Belegseite: receiptPage(sender.baseUrl, sender.organisation.slug, SAMPLE_CODE),
    Fingerabdruck: SAMPLE_FINGERPRINT,
  };
}

/** Somebody known by an address or a profile only is greeted without it. */
export function isUserName(name: string): boolean {
  return /[@_\d]/.test(name);
}

function senderValues({ organisation, designation, baseUrl }: Sender, language: MessageLanguage) {
  const { authority } = organisation;
  return {
    Organisation: organisation.name,
    Anschrift: organisation.postalAddress,
    DSB: (language === 'en' ? designation?.titleEn : designation?.titleDe) ?? '',
    Telefon: designation?.telephone ?? '',
    'E-Mail': designation?.email ?? '',
    Aufsichtsbehörde: authority.name,
    'Aufsichtsbehörde-Anschrift': authority.postalAddress,
    'Aufsichtsbehörde-Telefon': authority.telephone,
    Beschwerdeseite: authority.complaintUrl,
    Hinweisseite: guidancePageAddress(baseUrl, organisation.slug, language),
  };
}
