// Art. 12(1) GDPR: whoever wrote in a channel can be answered there, in a text that fits. It says less than a letter, so it
// leads to the page that says the rest.

import type { ChannelKind } from '../channel-kind.js';
import { REFUSING_KINDS } from './answering.js';
import type { MessageKind, MessageLanguage } from './kinds.js';
import type { MessageText } from './template.js';

/** Channels in which a text is pasted where the person wrote. */
export const PASTED_CHANNELS: readonly ChannelKind[] = [
  'linkedin',
  'instagram',
  'facebook',
  'youtube',
  'xing',
  'x',
  'whatsapp',
  'tiktok',
];

/** Networks allow between 500 and 10,000 characters and change that; what is no longer than this fits in nearly all. */
export const PASTED_LIMIT = 1_000;

const SUBJECT = { de: 'Ihre Anfrage {{Aktenzeichen}}', en: 'Your request {{Aktenzeichen}}' } as const;

const DONE = {
  de: `{{Anrede}}

zu [[Ihrer|deiner]] Anfrage vom {{Eingang}} ({{Rechte}}) haben wir getan: […hier nennen, was getan wurde]

Beschwerde bei der Aufsicht: {{Hinweisseite}}

{{DSB}}, {{Telefon}}`,
  en: `{{Anrede}}

On your request of {{Eingang}} ({{Rechte}}) we have done this: […name here what was done]

Complaint to the authority: {{Hinweisseite}}

{{DSB}}, {{Telefon}}`,
} as const;

const REFUSED = {
  de: `{{Anrede}}

[[Ihrer|deiner]] Anfrage vom {{Eingang}} ({{Rechte}}) konnten wir nicht ganz nachkommen.

Die Gründe: […hier die Gründe und die Vorschrift nennen]

Dagegen [[können Sie sich|kannst du dich]] bei der Aufsichtsbehörde beschweren ({{Aufsichtsbehörde}}, {{Beschwerdeseite}}) oder vor Gericht klagen (Art. 77, 79 DSGVO).

{{DSB}}, {{Telefon}}`,
  en: `{{Anrede}}

We could not fully meet your request of {{Eingang}} ({{Rechte}}).

The reasons: […name here the reasons and the provision]

You can complain to the supervisory authority ({{Aufsichtsbehörde}}, {{Beschwerdeseite}}) or go to court (Art. 77, 79 GDPR).

{{DSB}}, {{Telefon}}`,
} as const;

/** A short answer, as a template with the usual placeholders. */
export function channelText(kind: MessageKind, language: MessageLanguage): MessageText {
  const refuses = (REFUSING_KINDS as readonly MessageKind[]).includes(kind);
  return { subject: SUBJECT[language], body: (refuses ? REFUSED : DONE)[language] };
}
