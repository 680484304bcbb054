import type { ControllerKind } from '../../domain/guidance/authority.js';
import type { GuidanceContext, GuidanceStep } from '../../domain/guidance/competence.js';

const CONTEXTS: Readonly<Record<GuidanceContext, string>> = {
  residence: 'Ich wohne dort',
  work: 'Ich arbeite dort',
  infringement: 'Dort ist es geschehen',
  controller: 'Dort sitzt die Stelle, um die es geht',
};

const KINDS: Readonly<Record<ControllerKind, string>> = {
  public: 'eine Behörde, Kammer oder andere öffentliche Stelle eines Landes',
  private: 'eine Firma oder ein Verein',
  federal: 'eine Behörde des Bundes',
  church: 'eine Kirche oder Religionsgemeinschaft',
  broadcaster: 'ein Rundfunksender',
};

const RULES: Readonly<Record<GuidanceStep['rule'], string>> = {
  residence: 'Sie können sich dort beschweren, wo Sie gewöhnlich leben.',
  work: 'Sie können sich dort beschweren, wo Sie arbeiten.',
  infringement: 'Sie können sich dort beschweren, wo der mutmaßliche Verstoß geschehen ist.',
  controller: 'Zuständig ist die Behörde am Sitz der Stelle.',
  federal: 'Für Behörden des Bundes ist die oder der Bundesbeauftragte zuständig.',
  'land-public': 'Für öffentliche Stellen eines Landes, auch für Kammern, ist die Aufsicht dieses Landes zuständig.',
  'land-private': 'Für Firmen und Vereine ist die Aufsicht des Landes zuständig, in dem sie sitzen.',
  church:
    'Kirchen und Religionsgemeinschaften können eigene Aufsichtsstellen haben. Fragen Sie dort zuerst nach; die staatliche Aufsicht sagt Ihnen, wohin Sie sich wenden können.',
  broadcaster:
    'Für öffentlich-rechtliche Sender gibt es eigene Rundfunkdatenschutzbeauftragte, vor allem für journalistische Arbeit. Die staatliche Aufsicht sagt Ihnen, wohin Sie sich wenden können.',
  forwarded: 'Ist eine andere Behörde zuständig, arbeiten beide zusammen; Ihre Beschwerde geht nicht verloren.',
};

export const GUIDANCE_DE = {
  title: 'Beschwerde bei der Datenschutzaufsicht',
  lead: 'Sie meinen, dass mit Ihren Daten nicht richtig umgegangen wird? Dann können Sie sich bei einer Aufsichtsbehörde beschweren. Das kostet nichts und geht ohne Anwalt.',
  facts: [
    'Sie müssen uns nicht vorher fragen. Oft geht es aber schneller, wenn Sie zuerst mit unserer oder unserem Datenschutzbeauftragten sprechen.',
    'Sie können sich dort beschweren, wo Sie leben, wo Sie arbeiten oder wo es geschehen ist (Art. 77 DSGVO).',
    'Schreiben Sie, um wen es geht, was geschehen ist, wann, und was Sie schon versucht haben. Legen Sie Briefe oder Bilder bei.',
    'Die Behörde muss Sie innerhalb von drei Monaten über den Stand unterrichten. Tut sie das nicht, oder sind Sie mit ihrem Bescheid nicht einverstanden, können Sie vor Gericht gehen (Art. 78 DSGVO). Auch gegen uns selbst können Sie klagen (Art. 79 DSGVO).',
  ],
  whereTitle: 'Wohin kann ich mich wenden?',
  country: 'Staat',
  land: 'Bundesland (nur für Deutschland)',
  noLand: 'bitte wählen',
  context: 'Was verbindet Sie mit diesem Ort?',
  kind: 'Um wen geht es?',
  kindUnknown: 'weiß ich nicht',
  submit: 'Behörde zeigen',
  result: 'Diese Behörde hilft Ihnen',
  results: 'Diese Behörden helfen Ihnen',
  landMissing: 'In Deutschland hängt es vom Bundesland ab. Bitte wählen Sie eines.',
  why: 'Warum diese?',
  ours: (name: string) => `Für ${name} zuständig`,
  address: 'Anschrift',
  telephone: 'Telefon',
  email: 'E-Mail',
  complaintPage: 'Beschwerde dort',
  website: 'Internetseite',
  external: (name: string) => `${name} (andere Internetseite)`,
  asOf: (day: string) =>
    `Kenntnisstand der Angaben: ${day}. Bitte sehen Sie vor dem Absenden auf der Seite der Behörde nach.`,
  printHint: 'Gedruckt ist das ein Blatt zum Mitgeben.',
  contexts: CONTEXTS,
  kinds: KINDS,
  rules: RULES,
} as const;
