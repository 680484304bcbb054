import type { ComplaintResult } from '../../domain/rights/complaint-course.js';
import type { RestrictionGround } from '../../domain/rights/outcome.js';
import type { RestrictionStep } from '../../domain/rights/restriction-course.js';

const GROUNDS: Readonly<Record<RestrictionGround, string>> = {
  'accuracy-contested': 'Richtigkeit bestritten (Art. 18 Abs. 1 Buchst. a)',
  unlawful: 'Verarbeitung unrechtmäßig, Löschung abgelehnt (Buchst. b)',
  'needed-for-claims': 'Für Rechtsansprüche der Person gebraucht (Buchst. c)',
  'objection-pending': 'Widerspruch wird noch abgewogen (Buchst. d)',
};

const ENDS: Readonly<Record<RestrictionGround, string>> = {
  'accuracy-contested': 'wenn die Richtigkeit geprüft ist',
  unlawful: 'wenn die Person die Löschung doch verlangt oder einwilligt',
  'needed-for-claims': 'wenn die Ansprüche erledigt sind',
  'objection-pending': 'wenn feststeht, wessen Gründe überwiegen',
};

const STEPS: Readonly<Record<RestrictionStep, string>> = {
  announce: 'der Person die Aufhebung ankündigen',
  wait: 'den angekündigten Tag abwarten',
  lift: 'aufheben',
  none: 'nichts, aufgehoben',
};

const RESULTS: Readonly<Record<ComplaintResult, string>> = {
  'no-infringement': 'Kein Verstoß festgestellt',
  settled: 'Einvernehmlich erledigt',
  infringement: 'Verstoß festgestellt',
  measure: 'Maßnahme angeordnet (Art. 58 Abs. 2)',
  fine: 'Geldbuße (Art. 83)',
};

/** What Art. 18, 19 and 77 make follow. */
export const ARTICLES_DE = {
  saved: 'Eingetragen.',
  closedNow: 'Im jetzigen Stand des Vorgangs kann hier nichts Neues eingetragen werden.',
  what: 'Was ist geschehen?',
  submit: 'Eintragen',
  sealedGone: 'gelöscht',
  none: 'keiner',
  restriction: {
    title: (reference: string) => `Einschränkung der Verarbeitung zu ${reference}`,
    lead: 'Solange eine Einschränkung gilt, werden die Daten nur gespeichert. Alles andere geht nur mit Einwilligung der Person, für Rechtsansprüche, zum Schutz der Rechte einer anderen Person oder aus wichtigem öffentlichem Interesse (Art. 18 Abs. 2 DSGVO).',
    empty: 'In diesem Vorgang ist keine Verarbeitung eingeschränkt.',
    item: (number: number) => `Einschränkung ${number}`,
    grounds: GROUNDS,
    ends: ENDS,
    steps: STEPS,
    labels: {
      ground: 'Grund',
      what: 'Was eingeschränkt ist',
      end: 'Endet, wenn',
      since: 'Seit',
      review: 'Wiedervorlage am',
      announced: 'Person unterrichtet am',
      liftingOn: 'Aufhebung angekündigt für',
      lifted: 'Aufgehoben am',
      next: 'Nächster Schritt',
    },
    begin: 'Einschränkung beginnen',
    beginHint: 'Was eingeschränkt wird und wann es endet, bleibt unter Verschluss.',
    on: 'Am',
    reviewOn: 'Wiedervorlage am (freiwillig)',
    announce: 'Aufhebung ankündigen',
    announceHint:
      'Die Person muss unterrichtet sein, bevor die Einschränkung aufgehoben wird (Art. 18 Abs. 3 DSGVO): spätestens am Tag vorher.',
    toldOn: 'Person unterrichtet am',
    liftingOn: 'Wird aufgehoben am',
    lift: 'Aufheben',
    liftHint: 'Geht erst, wenn die Person unterrichtet und der angekündigte Tag gekommen ist.',
  },
  register: {
    title: 'Eingeschränkte Verarbeitungen',
    lead: 'Alle Einschränkungen, die jetzt gelten (Art. 18 DSGVO), ohne Inhalte; zum Drucken geeignet.',
    empty: 'Zurzeit ist keine Verarbeitung eingeschränkt.',
    caption: 'Geltende Einschränkungen',
    reference: 'Aktenzeichen',
    nextOn: (on: string) => `am ${on}`,
    sortedBy: 'Sortieren nach',
  },
  recipients: {
    title: (reference: string) => `Empfänger zu ${reference}`,
    lead: 'Wem die Daten offengelegt wurden, der wird von Berichtigung, Löschung oder Einschränkung unterrichtet, außer das ist unmöglich oder unverhältnismäßig (Art. 19 DSGVO).',
    empty: 'Es sind keine Empfänger festgehalten.',
    labels: {
      name: 'Name',
      email: 'E-Mail-Adresse (freiwillig)',
      address: 'Anschrift (freiwillig)',
      state: 'Stand',
      how: 'Auf welchem Weg',
      reasons: 'Gründe',
      subject: 'Betreff',
      text: 'Text der Mail',
      to: 'Andere Adresse (nur wenn die festgehaltene nicht stimmt)',
      on: 'Am',
      why: 'Warum nicht',
      sentTo: 'Gesendet an',
      emailKept: 'E-Mail-Adresse',
      addressKept: 'Anschrift',
      answer: 'Antwort des Mailservers',
      disclosed: 'Der Person genannt am',
    },
    states: {
      listed: 'noch nicht unterrichtet',
      sending: (attempts: number, code: number | null) =>
        attempts === 0
          ? 'Mail unterwegs'
          : `Mail noch nicht angenommen (${attempts === 1 ? 'ein Versuch' : `${attempts} Versuche`}${code === null ? '' : `, zuletzt ${code}`}); es wird weiter versucht`,
      failed: (code: number | null) =>
        `konnte nicht zugestellt werden${code === null ? '' : ` (Code ${code})`}: der Mailserver hat die Mail abgelehnt`,
      mail: (on: string) => `per Mail unterrichtet am ${on}`,
      recorded: (on: string) => `unterrichtet am ${on}`,
      impossible: 'nicht unterrichtet: unmöglich',
      disproportionate: 'nicht unterrichtet: unverhältnismäßig',
    },
    add: 'Empfänger festhalten',
    addHint: 'Name und Anschrift bleiben unter Verschluss.',
    mail: 'Per Mail unterrichten',
    mailAgain: 'Noch einmal per Mail unterrichten',
    mailHint:
      'Nennen Sie nur, was der Empfänger wissen muss, um selbst zu berichtigen, zu löschen oder einzuschränken.',
    template: {
      german: 'auf Deutsch',
      english: 'auf Englisch',
      subject: (reference: string) => `Mitteilung nach Art. 19 DSGVO (${reference})`,
      text: 'Guten Tag,\n\nwir haben Ihnen personenbezogene Daten offengelegt. Nach Art. 19 DSGVO teilen wir Ihnen mit, dass diese Daten zu berichtigen / zu löschen / in der Verarbeitung einzuschränken sind:\n\n[Bitte hier nur das Notwendige nennen.]\n\nBitte setzen Sie das auch bei sich um.\n\nMit freundlichen Grüßen',
    },
    told: 'Anders unterrichtet',
    toldHint: 'Zum Beispiel mit Brief oder am Telefon.',
    leaveOut: 'Nicht unterrichten',
    leaveOutHint: 'Nur wenn es unmöglich oder unverhältnismäßig ist; die Gründe bleiben unter Verschluss.',
    whys: { impossible: 'Unmöglich', disproportionate: 'Unverhältnismäßiger Aufwand' },
    disclose: 'Der Person die Empfänger nennen',
    discloseHint: 'Wenn sie es verlangt (Art. 19 Satz 2 DSGVO). Eintragen, sobald es geschehen ist.',
  },
  authority: {
    title: (reference: string) => `Aufsichtsbehörde zu ${reference}`,
    lead: 'Schreibt uns eine Aufsichtsbehörde wegen einer Beschwerde (Art. 77 DSGVO), gilt ihre Frist neben der des Vorgangs.',
    empty: 'Zu diesem Vorgang hat keine Aufsichtsbehörde geschrieben.',
    item: (number: number) => `Schreiben ${number}`,
    labels: {
      authority: 'Behörde',
      fileNumber: 'Aktenzeichen der Behörde',
      received: 'Eingegangen am',
      due: 'Stellungnahme fällig am',
      stated: 'Stellungnahme abgegeben am',
      note: 'Vermerk (freiwillig)',
      statementNote: 'Vermerk zur Stellungnahme',
      resultNote: 'Vermerk zum Ergebnis',
      result: 'Ergebnis',
      concluded: 'Mitgeteilt am',
    },
    results: RESULTS,
    open: 'Schreiben eintragen',
    openHint: 'Behörde und Aktenzeichen bleiben unter Verschluss.',
    on: 'Am',
    until: 'Von der Behörde gesetzte Frist',
    fixed: 'Verschiebt sich die Frist auf den nächsten Werktag?',
    fixedChoices: { no: 'Ja, am Wochenende und an Feiertagen (§ 31 Abs. 3 VwVfG)', yes: 'Nein, der Tag ist bestimmt' },
    state: 'Stellungnahme abgegeben',
    stateHint: 'Den Tag eintragen, an dem sie abgegeben wurde.',
    conclude: 'Ergebnis eintragen',
    concludeHint: 'Damit ist dieses Schreiben erledigt.',
  },
};

export type ArticlesTexts = typeof ARTICLES_DE;
