import type { Checked, ControllerKind } from '../../domain/guidance/authority.js';
import type { GuidanceContext, GuidanceStep } from '../../domain/guidance/competence.js';

interface QuestionAndAnswer {
  readonly question: string;
  readonly answer: string;
  readonly points?: readonly string[];
}

const CONTEXTS: Readonly<Record<GuidanceContext, string>> = {
  residence: 'Ich wohne dort',
  work: 'Ich arbeite dort',
  infringement: 'Dort ist es geschehen',
  controller: 'Dort sitzt die Stelle, um die es geht',
};

const KINDS: Readonly<Record<ControllerKind, string>> = {
  public: 'eine Behörde, Kammer, Schule oder andere öffentliche Stelle eines Landes',
  private: 'eine Firma oder ein Verein',
  federal: 'eine Behörde des Bundes, ein Finanzamt, ein Jobcenter oder eine bundesweite Krankenkasse',
  telecom: 'ein Telefon-, Internet- oder Postanbieter',
  church: 'eine Kirche oder Religionsgemeinschaft',
  broadcaster: 'ein öffentlich-rechtlicher Sender',
  press: 'eine Zeitung oder andere Presse',
  court: 'ein Gericht',
};

const RULES: Readonly<Record<GuidanceStep['rule'], string>> = {
  residence: 'Sie können sich dort beschweren, wo Sie gewöhnlich leben.',
  work: 'Sie können sich dort beschweren, wo Sie arbeiten.',
  infringement: 'Sie können sich dort beschweren, wo der mutmaßliche Verstoß geschehen ist.',
  controller: 'Zuständig ist die Behörde am Sitz der Stelle.',
  federal:
    'Für Behörden des Bundes, Finanzämter, Jobcenter und bundesweite Krankenkassen ist die oder der Bundesbeauftragte zuständig.',
  telecom: 'Für Telefon-, Internet- und Postanbieter ist die oder der Bundesbeauftragte zuständig.',
  'land-public':
    'Für öffentliche Stellen eines Landes, auch für Kammern, ist die Aufsicht des Landes zuständig, zu dem die Stelle gehört.',
  'land-private': 'Für Firmen und Vereine ist die Aufsicht des Landes zuständig, in dem sie sitzen.',
  church:
    'Kirchen und Religionsgemeinschaften können eigene Aufsichtsstellen haben. Wenden Sie sich zuerst dorthin. Hat die Gemeinschaft keine, hilft die staatliche Aufsicht.',
  broadcaster:
    'Öffentlich-rechtliche Sender haben eigene Beauftragte für den Datenschutz. Bei einigen Sendern ist für alles, was nicht journalistisch ist, die staatliche Aufsicht zuständig.',
  press:
    'Journalistische Arbeit prüft keine Datenschutzaufsicht; beschweren können Sie sich beim Deutschen Presserat. Für alles andere, zum Beispiel das Abonnement, ist die Aufsicht des Landes zuständig.',
  court:
    'Was ein Gericht in einem Verfahren entscheidet, prüft keine Datenschutzaufsicht; dagegen helfen nur die Rechtsmittel des Verfahrens. Für die Verwaltung des Gerichts ist die Aufsicht des Landes zuständig, bei Gerichten des Bundes die oder der Bundesbeauftragte.',
  'handed-on':
    'Ist eine andere Behörde zuständig, gibt diese hier Ihre Beschwerde dorthin ab; sie geht nicht verloren.',
  cooperation: 'Ist eine andere Behörde zuständig, arbeiten beide zusammen; Ihre Beschwerde geht nicht verloren.',
  'public-abroad':
    'Über eine öffentliche Stelle eines anderen Staates entscheidet die Behörde dieses Staates. Die Behörde hier kann ihr Ihre Beschwerde übergeben. Schneller geht es oft, wenn Sie sich gleich dort beschweren.',
  outside:
    'Eine Aufsichtsbehörde nach der DSGVO gibt es nur in der Europäischen Union, in Island, Liechtenstein und Norwegen. Sie können sich trotzdem beschweren: bei der Behörde des Landes, in dem es geschehen ist oder in dem die Stelle sitzt. Wählen Sie oben diesen Ort.',
  'own-law':
    'Diese Behörde wacht über das Datenschutzrecht ihres eigenen Staates, nicht über die DSGVO. Sie hilft, wenn die Stelle auch dort tätig ist.',
};

const EVIDENCE: Readonly<Record<Checked['evidence'], (day: string) => string>> = {
  'own-page': (day) => `am ${day} mit einer gespeicherten Seite der Behörde verglichen`,
  others: (day) => `am ${day} mit Angaben anderer Stellen verglichen, nicht mit der Seite der Behörde`,
};

const QUESTIONS: readonly QuestionAndAnswer[] = [
  {
    question: 'Was kostet das?',
    answer:
      'Nichts (Art. 57 Abs. 3 DSGVO). Einen Anwalt brauchen Sie nicht. Nur wer offensichtlich ohne Grund oder immer wieder dasselbe schreibt, muss mit einer Gebühr rechnen (Art. 57 Abs. 4 DSGVO).',
  },
  {
    question: 'Muss ich vorher an die Stelle schreiben, um die es geht?',
    answer:
      'Nein. Sie können sich sofort beschweren (Art. 77 DSGVO). Oft geht es aber schneller, wenn Sie zuerst mit der oder dem Datenschutzbeauftragten dort sprechen. Das eine schließt das andere nicht aus.',
  },
  {
    question: 'Was soll in der Beschwerde stehen?',
    answer:
      'Eine besondere Form brauchen Sie nicht. Ein Brief, eine E-Mail oder das Formular der Behörde genügt (Art. 57 Abs. 2 DSGVO). Schreiben Sie:',
    points: [
      'Ihren Namen und wie die Behörde Sie erreicht',
      'um welche Stelle es geht, am besten mit Anschrift',
      'was geschehen ist, und wann',
      'was Sie schon versucht haben; legen Sie Kopien von Briefen, E-Mails oder Bildern bei',
      'ob die Stelle Ihren Namen erfahren darf',
    ],
  },
  {
    question: 'Gibt es eine Frist?',
    answer:
      'In Deutschland nicht. In anderen Staaten kann es eine geben, in Österreich zum Beispiel ein Jahr, nachdem Sie davon erfahren haben. Warten Sie besser nicht lange.',
  },
  {
    question: 'Wie lange dauert es?',
    answer:
      'Das ist verschieden. Spätestens nach drei Monaten muss die Behörde Ihnen sagen, wie es um Ihre Beschwerde steht (Art. 78 Abs. 2 DSGVO). Sie muss Ihnen auch das Ergebnis mitteilen (Art. 77 Abs. 2 DSGVO).',
  },
  {
    question: 'Und wenn die Behörde nicht hilft?',
    answer:
      'Hören Sie drei Monate lang nichts, oder sind Sie mit der Entscheidung nicht einverstanden, können Sie gegen die Behörde vor Gericht gehen (Art. 78 DSGVO). Bis wann, steht am Ende der Entscheidung.',
  },
  {
    question: 'Kann ich auch gleich vor Gericht gehen?',
    answer:
      'Ja. Sie können gegen die Stelle selbst klagen (Art. 79 DSGVO), auch auf Schadensersatz (Art. 82 DSGVO). Das geht mit oder ohne Beschwerde. Ein Gericht kann Geld kosten; lassen Sie sich vorher beraten.',
  },
];

export const GUIDANCE_DE = {
  title: 'Beschwerde zum Datenschutz',
  lead: 'Sie meinen, dass mit Ihren Daten nicht richtig umgegangen wird? Dann können Sie sich bei einer Aufsichtsbehörde beschweren. Das kostet nichts und geht ohne Anwalt.',
  stepsTitle: 'So geht es',
  steps: [
    'Schreiben Sie in eigenen Worten auf, was geschehen ist. Ein paar Sätze genügen.',
    'Suchen Sie auf dieser Seite eine Behörde. Sie dürfen wählen: dort, wo Sie leben, wo Sie arbeiten oder wo es geschehen ist.',
    'Schicken Sie ihr die Beschwerde: auf ihrer Internetseite, per E-Mail oder mit der Post.',
  ],
  toKnow: 'Gut zu wissen',
  questions: QUESTIONS,
  whereTitle: 'Behörde an meinem Ort suchen',
  country: 'Staat',
  otherCountry: 'ein anderer Staat',
  land: 'Bundesland (nur für Deutschland)',
  noLand: 'bitte wählen',
  context: 'Was verbindet Sie mit diesem Ort?',
  kind: 'Um wen geht es?',
  kindUnknown: 'weiß ich nicht',
  submit: 'Behörde zeigen',
  result: 'Diese Behörde hilft Ihnen',
  results: 'Diese Behörden helfen Ihnen',
  noResult: 'Wer Ihnen hilft',
  ownSupervisors: 'Eigene Stellen',
  landMissing: 'In Deutschland hängt es vom Bundesland ab. Bitte wählen Sie eines.',
  why: 'Warum?',
  ours: (name: string) => `Für ${name} zuständig`,
  oursHint: 'Diese Behörde entscheidet am Ende. Sie können Ihre Beschwerde direkt dorthin schicken.',
  askFirst: 'Lieber zuerst fragen?',
  askFirstHint: (title: string) =>
    `Sie müssen nicht. Wenn Sie aber möchten, sprechen Sie mit der für den Datenschutz zuständigen Stelle (${title}):`,
  address: 'Anschrift',
  telephone: 'Telefon',
  email: 'E-Mail',
  complaintPage: 'Beschwerde im Internet',
  website: 'Internetseite',
  external: (name: string) => `${name} (andere Internetseite)`,
  unconfirmed: '(nicht bestätigt)',
  checked: 'Angaben geprüft',
  evidence: EVIDENCE,
  asOf: (day: string) =>
    `Stand der Angaben: ${day}. Anschriften ändern sich. Bitte sehen Sie vor dem Absenden auf der Seite der Behörde nach.`,
  printHint: 'Gedruckt ist diese Seite ein Blatt zum Mitgeben.',
  contexts: CONTEXTS,
  kinds: KINDS,
  rules: RULES,
} as const;
