import { OUTCOME_WORDS } from '../../words/outcomes.js';
import type { Missing } from '../../domain/rights/aftercare.js';
import type { Check } from '../../domain/rights/check.js';
import type { Ground } from '../../domain/rights/outcome.js';
import type { Right } from '../../domain/rights/right.js';
import type { FollowUp } from '../../domain/rights/rule.js';

const ABOUT: Readonly<Record<Right, string>> = {
  withdrawal:
    'Wer eine Einwilligung gegeben hat, kann sie jederzeit widerrufen, ohne Gründe und so einfach, wie sie gegeben wurde. Was vorher geschah, bleibt rechtmäßig.',
  access:
    'Wer fragt, erfährt, ob und welche Daten wir haben, wozu, woher, an wen, wie lange, und bekommt eine Kopie. Gründe braucht es nicht.',
  rectification:
    'Unrichtige Daten sind unverzüglich zu berichtigen, unvollständige zu vervollständigen. Die Person sagt, was falsch ist und was stimmt.',
  erasure:
    'Daten sind unverzüglich zu löschen, wenn einer der Gründe des Art. 17 Abs. 1 vorliegt und keine Ausnahme des Abs. 3 greift.',
  restriction:
    'Daten werden nur noch gespeichert, solange etwas zu klären ist (Art. 18 Abs. 1 Buchst. a bis d). Vor der Aufhebung ist die Person zu unterrichten.',
  notification:
    'Empfänger erfahren von Berichtigung, Löschung und Einschränkung; die Person erfährt auf Verlangen, wer die Empfänger sind.',
  portability:
    'Daten, die die Person selbst bereitgestellt hat, in einem gängigen, maschinenlesbaren Format, an sie oder an einen anderen Verantwortlichen.',
  objection:
    'Gegen Verarbeitung im öffentlichen oder berechtigten Interesse, aus Gründen der besonderen Situation. Gegen Direktwerbung ohne Gründe und ohne Abwägung.',
  'automated-decision':
    'Niemand muss sich einer Entscheidung mit erheblicher Wirkung unterwerfen, die allein eine Maschine trifft.',
  complaint:
    'Jede Person kann sich bei einer Aufsichtsbehörde beschweren. Wer uns danach fragt, bekommt sofort gesagt, wo.',
};

const CHECKS: Readonly<Record<Check, string>> = {
  'identity-clear': 'Steht fest, wer die Person ist? Nur bei begründeten Zweifeln nachfragen.',
  'well-founded': 'Ist der Antrag weder offenkundig unbegründet noch exzessiv? Das Gegenteil müssten wir nachweisen.',
  'our-processing': 'Sind wir für diese Verarbeitung verantwortlich?',
  'consent-given': 'Beruht die Verarbeitung auf einer Einwilligung dieser Person?',
  'other-basis': 'Gibt es daneben eine andere Rechtsgrundlage?',
  'data-held': 'Verarbeiten wir Daten der Person?',
  'others-affected': 'Sind Rechte und Freiheiten anderer Personen berührt?',
  'secrecy-affected': 'Steht ein Geheimhaltungsinteresse entgegen?',
  inaccurate: 'Sind die Daten unrichtig?',
  incomplete: 'Sind die Daten für ihren Zweck unvollständig?',
  'correct-data-known': 'Ist bekannt, was richtig ist?',
  'erasure-ground':
    'Liegt einer der Gründe vor: Zweck erledigt, Einwilligung widerrufen, wirksamer Widerspruch, unrechtmäßig, Löschpflicht, Kinder im Netz?',
  'erasure-exception':
    'Werden die Daten noch gebraucht: Meinungsfreiheit, Rechtspflicht oder öffentliche Aufgabe, Gesundheit, Archiv und Forschung, Rechtsansprüche?',
  'made-public': 'Haben wir die Daten öffentlich gemacht?',
  'restriction-ground':
    'Liegt einer der Gründe vor: Richtigkeit bestritten, unrechtmäßig und Löschung nicht gewollt, für Rechtsansprüche der Person gebraucht, Widerspruch wird geprüft?',
  'kept-apart': 'Können die Daten kenntlich gemacht und von der übrigen Verarbeitung getrennt werden?',
  disclosed: 'Haben wir die Daten an Empfänger weitergegeben?',
  'asks-who': 'Will die Person wissen, wer die Empfänger sind?',
  'public-task':
    'Dient die Verarbeitung einer Aufgabe im öffentlichen Interesse oder in Ausübung öffentlicher Gewalt? Dann gibt es dieses Recht nicht.',
  'consent-or-contract': 'Beruht die Verarbeitung auf Einwilligung oder Vertrag?',
  'automated-means': 'Geschieht die Verarbeitung automatisiert?',
  'provided-by-person': 'Hat die Person die Daten selbst bereitgestellt?',
  'direct-marketing': 'Geht es um Direktwerbung? Dann endet sie sofort, ohne Abwägung.',
  'particular-situation': 'Nennt die Person Gründe aus ihrer besonderen Situation?',
  'public-or-legitimate-basis': 'Beruht die Verarbeitung auf öffentlichem oder berechtigtem Interesse?',
  'compelling-grounds': 'Gibt es zwingende schutzwürdige Gründe oder Rechtsansprüche, die überwiegen?',
  research: 'Dient die Verarbeitung der Forschung oder Statistik?',
  'solely-automated': 'Beruht die Entscheidung allein auf automatisierter Verarbeitung?',
  'significant-effect': 'Hat sie rechtliche Wirkung oder beeinträchtigt sie die Person erheblich?',
  'automation-allowed': 'Ist sie für einen Vertrag nötig, gesetzlich erlaubt oder ausdrücklich eingewilligt?',
  'complains-about-us': 'Beschwert sich die Person über uns?',
  'told-of-authority': 'Ist der Person gesagt, an welche Aufsichtsbehörde sie sich wenden kann?',
  'beyond-marketing': 'Richtet sich der Widerspruch auch gegen andere Verarbeitung als Direktwerbung?',
  'legal-claims-needed': 'Werden die Daten für Rechtsansprüche gebraucht?',
  'telling-possible': 'Kann jeder Empfänger mit vertretbarem Aufwand unterrichtet werden?',
  'jointly-controlled':
    'Sind wir gemeinsam mit anderen verantwortlich, zum Beispiel mit einer Plattform für deren Statistik?',
  'processed-for-another': 'Verarbeiten wir nur im Auftrag eines anderen Verantwortlichen?',
};

const GROUNDS: Readonly<Record<Ground, string>> = {
  unfounded: 'offenkundig unbegründet (Art. 12 Abs. 5)',
  excessive: 'exzessiv (Art. 12 Abs. 5)',
  'not-identified': 'Identität nicht geklärt (Art. 12 Abs. 6, Art. 11 Abs. 2)',
  'rights-of-others': 'Rechte und Freiheiten anderer (Art. 15 Abs. 4, Art. 20 Abs. 4)',
  secrecy: 'Geheimhaltung (§ 29 Abs. 1 BDSG)',
  'legal-obligation': 'rechtliche Verpflichtung (Art. 17 Abs. 3 Buchst. b)',
  'public-interest-task': 'Aufgabe im öffentlichen Interesse (Art. 17 Abs. 3 Buchst. b, Art. 20 Abs. 3)',
  'freedom-of-expression': 'Meinungs- und Informationsfreiheit (Art. 17 Abs. 3 Buchst. a)',
  'public-health': 'öffentliche Gesundheit (Art. 17 Abs. 3 Buchst. c)',
  archiving: 'Archiv, Forschung, Statistik (Art. 17 Abs. 3 Buchst. d)',
  'legal-claims': 'Rechtsansprüche (Art. 17 Abs. 3 Buchst. e, Art. 21 Abs. 1)',
  'compelling-grounds': 'zwingende schutzwürdige Gründe (Art. 21 Abs. 1)',
  'no-ground': 'keiner der Gründe liegt vor (Art. 17 Abs. 1, Art. 18 Abs. 1, Art. 21 Abs. 1)',
  'data-accurate': 'die Daten sind richtig (Art. 16)',
  'not-automated': 'nicht automatisiert (Art. 20 Abs. 1 Buchst. b, Art. 22 Abs. 1)',
  'no-consent-or-contract': 'weder Einwilligung noch Vertrag (Art. 20 Abs. 1 Buchst. a)',
  'no-consent-given': 'keine Einwilligung erteilt (Art. 7)',
  'contract-necessary': 'für einen Vertrag erforderlich (Art. 22 Abs. 2 Buchst. a)',
  'authorised-by-law': 'gesetzlich zugelassen (Art. 22 Abs. 2 Buchst. b)',
  'explicit-consent': 'ausdrückliche Einwilligung (Art. 22 Abs. 2 Buchst. c)',
  'national-law': 'Ausnahme im nationalen Recht (§§ 27 ff., 34 bis 36 BDSG oder Landesrecht)',
  'not-controller': 'wir sind nicht verantwortlich (Art. 4 Nr. 7)',
  research: 'Forschung im öffentlichen Interesse (Art. 21 Abs. 6)',
  impossible: 'unmöglich (Art. 19 S. 1)',
  'disproportionate-effort': 'unverhältnismäßiger Aufwand (Art. 19 S. 1)',
  'no-significant-effect': 'keine erhebliche Wirkung (Art. 22 Abs. 1)',
  'joint-controller': 'gemeinsam Verantwortlicher antwortet (Art. 26 Abs. 3)',
  processor: 'wir verarbeiten nur im Auftrag (Art. 28 Abs. 3 Buchst. e)',
};

const FOLLOW_UPS: Readonly<Record<FollowUp, string>> = {
  'send-copy': 'Auskunft und Kopie der Daten senden (Art. 15 Abs. 1, 3).',
  redact: 'Stellen schwärzen, die Rechte anderer oder Geheimnisse berühren; den Rest mitteilen (Art. 15 Abs. 4).',
  rectify: 'Daten berichtigen: wann, durch wen, wo (Art. 16 S. 1).',
  'add-statement': 'Ergänzende Erklärung der Person zu den Daten nehmen (Art. 16 S. 2).',
  erase: 'Daten löschen und festhalten: wann, durch wen, auf welche Weise, in welchem Umfang (Art. 17 Abs. 1).',
  'erase-without-basis': 'Löschen, was keine andere Rechtsgrundlage hat (Art. 17 Abs. 1 Buchst. b).',
  'offer-restriction':
    'Was aufbewahrt werden muss, in der Verarbeitung einschränken und das der Person sagen (Art. 18, § 35 BDSG oder Landesrecht).',
  'pass-on':
    'An den anderen Verantwortlichen weitergeben und der Person sagen, wer antwortet (Art. 26 Abs. 3, 28 Abs. 3 Buchst. e).',
  'charge-fee': 'Das Entgelt mit seiner Berechnung mitteilen, bevor es entsteht (Art. 12 Abs. 5 Buchst. a).',
  'stop-consent-processing': 'Verarbeitung auf Grundlage der Einwilligung beenden (Art. 7 Abs. 3).',
  'tell-recipients': 'Empfänger unterrichten (Art. 19 S. 1).',
  'name-recipients': 'Der Person die Empfänger nennen (Art. 19 S. 2).',
  'tell-publishers':
    'Andere Verantwortliche vom Löschverlangen unterrichten, weil die Daten öffentlich waren (Art. 17 Abs. 2).',
  'register-restriction': 'Einschränkung eintragen und die Daten kenntlich machen (Art. 4 Nr. 3, Art. 18).',
  'announce-lifting': 'Vor der Aufhebung der Einschränkung die Person unterrichten (Art. 18 Abs. 3).',
  'hand-over-package': 'Datenpaket bereitstellen oder direkt übermitteln (Art. 20 Abs. 1, 2).',
  'stop-processing': 'Verarbeitung beenden (Art. 21 Abs. 1 S. 2).',
  'stop-marketing': 'Direktwerbung sofort beenden (Art. 21 Abs. 3).',
  'restrict-meanwhile': 'Während der Abwägung einschränken, wenn die Person es verlangt (Art. 18 Abs. 1 Buchst. d).',
  'human-review': 'Eine Person prüft die Entscheidung und hört die betroffene Person (Art. 22 Abs. 3).',
  'point-to-authority': 'Die zuständige Aufsichtsbehörde nennen (Art. 77).',
  'tell-reasons-and-remedies': 'Gründe, Beschwerderecht und Rechtsbehelf mitteilen (Art. 12 Abs. 4).',
};

const MISSING: Readonly<Record<Missing, string>> = {
  'no-claims': 'Es ist noch nicht benannt, welches Recht geltend gemacht wird.',
  undecided: 'Über jedes geltend gemachte Recht muss entschieden sein.',
  contradicted: 'Eine Entscheidung widerspricht dem, was seither geprüft wurde. Bitte neu entscheiden.',
  unregistered: 'Die Einschränkung, der entsprochen wurde, ist noch nicht eingetragen (Art. 18).',
  unlisted: 'Die Daten wurden offengelegt, aber kein Empfänger ist festgehalten (Art. 19).',
  unnamed: 'Die Person hat nach den Empfängern gefragt; sie sind ihr noch nicht genannt (Art. 19 S. 2).',
  duties: 'Was aus den Entscheidungen folgt, ist nicht belegt, angegeben oder mit Begründung ausgelassen.',
  untold:
    'Die Antwort kam zurück: Die Person weiß noch nichts. Bitte den Vorgang wieder aufnehmen und erneut antworten.',
  'no-package': 'Der Datenübertragung wurde entsprochen, aber kein Datenpaket ist bereitgestellt (Art. 20).',
  restrictions: 'Eine Einschränkung gilt noch. Sie endet erst, wenn die Person unterrichtet ist (Art. 18 Abs. 3).',
  recipients: 'Ein Empfänger ist noch nicht unterrichtet (Art. 19).',
  packages: 'Ein Datenpaket ist noch abrufbar (Art. 20).',
  complaints: 'Die Aufsichtsbehörde hat das Ergebnis noch nicht mitgeteilt (Art. 77).',
  tasks: 'Ein Auftrag an einen Fachbereich ist noch offen.',
  checks: 'Eine Identitätsprüfung hat noch kein Ergebnis (Art. 12 Abs. 6).',
};

export const CLAIMS_DE = {
  title: (reference: string) => `Rechte und Entscheidungen ${reference}`,
  none: 'Die Person hat kein Recht genannt. Bitte benennen Sie, was sie verlangt.',
  claims: 'Geltend gemachte Rechte',
  undecided: 'noch nicht entschieden',
  checklist: 'Prüfliste',
  checklistHint: 'Jede Antwort steht mit Ihrem Konto und der Zeit im Protokoll.',
  answers: { yes: 'ja', no: 'nein', open: 'offen' },
  saveChecks: 'Prüfliste speichern',
  decision: 'Entscheidung',
  decided: (outcome: string, at: string) => `Entschieden am ${at}: ${outcome}`,
  decideAgain: 'Bis zur Antwort kann neu entschieden werden; jede Entscheidung bleibt im Protokoll.',
  outcome: 'Was wird daraus?',
  ground: 'Grund',
  groundHint: 'Nötig, wenn nicht oder nicht ganz entsprochen wird.',
  noGround: 'kein Grund nötig',
  decider: {
    unnamed: 'Wer entscheidet, ist nicht hinterlegt. Ins Protokoll kommt, wer die Entscheidung eingetragen hat.',
    delegated: (name: string, restsOn: string) =>
      `Es entscheidet: ${name}. Sie entscheiden in deren Auftrag; das beruht auf: ${restsOn}`,
    function: (name: string) =>
      `Es entscheidet: ${name}. Eine Übertragung auf Sie gilt heute nicht. Sie empfehlen; tragen Sie ein, wie entschieden wurde.`,
    task: 'Welche Antwort ist die Entscheidung?',
    noTask: 'Keine: nach eigener Angabe',
    on: 'Wann wurde entschieden? (bei eigener Angabe)',
    advice: 'Rat der oder des DSB',
    against: 'Ich habe von dieser Entscheidung abgeraten',
  },
  norm: 'Vorschrift',
  normHint: 'Nötig bei einer Ausnahme im nationalen Recht. Angeboten wird, was für Ihre Stelle und dieses Recht gilt.',
  notLookedUp: ' (Wortlaut bitte nachlesen: hier nicht geprüft)',
  reasons: 'Begründung',
  reasonsHint: 'Für die Person verständlich. Bleibt versiegelt; im Protokoll steht nur, dass es sie gibt.',
  decide: 'Entscheiden',
  follows: 'Was daraus folgt',
  correction: 'Recht berichtigen',
  naming: 'Recht benennen',
  correctionHint:
    'Was zum bisherigen Recht geprüft und entschieden war, entfällt. Der Grund steht versiegelt in der Akte.',
  as: 'Es geht um',
  reason: 'Warum?',
  correct: 'Berichtigen',
  name: 'Benennen',
  close: 'Vorgang abschließen',
  closeHint: 'Danach beginnt die Zeit bis zur Löschung. Ein abgeschlossener Vorgang kann wieder aufgenommen werden.',
  closed: 'Der Vorgang ist abgeschlossen.',
  notYet: 'Abschließen geht noch nicht',
  stillRuns: 'Das läuft noch und endet mit dem Abschluss',
  stillRunsText:
    'Die Fachbereiche bekommen eine Mail, dass der Auftrag zurückgezogen ist; die Links gelten dann nicht mehr. Angaben zur Identitätsprüfung werden gelöscht.',
  openTask: (what: string, until: string) => `Auftrag bis ${until}: ${what}`,
  openCheck: (from: string) => `Identitätsprüfung, begonnen am ${from}`,
  endAll: 'Abschließen und beenden, was noch läuft',
  endThese: 'Ja, das alles mit dem Vorgang beenden',
  answerFirst: 'Die Person hat noch keine Antwort.',
  takeOverFirst: 'Bitte den Vorgang zuerst übernehmen.',
  saved: 'Gespeichert.',
  conflict: 'Inzwischen hat jemand anderes den Vorgang geändert',
  conflictText: 'Das ist seither geschehen. Was Sie eingegeben haben, steht noch unten.',
  about: ABOUT,
  checks: CHECKS,
  outcomes: OUTCOME_WORDS.de,
  grounds: GROUNDS,
  followUps: FOLLOW_UPS,
  missing: MISSING,
} as const;
