import { forwardedAt, forwardedIn } from '../../../../src/domain/correspondence/forwarded-mail.js';

// How programs write out what they pass on, beside the plain forms: after what is told in public trackers of such readers.

const WORDS = 'Bitte löschen Sie mein Bild.';
const at = (text: string): string | undefined =>
  forwardedAt(forwardedIn(text)?.date ?? '', 'Europe/Berlin')?.toISOString();

test.each<[string, readonly string[]]>([
  [
    'no rule above it',
    [
      'Von: Erika Beispiel <erika@post.example>',
      'Gesendet: Montag, 30. November 2026 14:03',
      'An: Info',
      'Betreff: Löschung',
    ],
  ],
  [
    'recipients over several lines',
    [
      'Von: Erika Beispiel <erika@post.example>',
      'Gesendet: Montag, 30. November 2026 14:03',
      'An: Info <info@kammer.example>; Erna Muster <erna@kammer.example>;',
      'Paul Muster <paul@kammer.example>',
      'Betreff: Löschung',
    ],
  ],
  [
    'a telephone’s',
    [
      '-------- Ursprüngliche Nachricht --------',
      'Von: Erika Beispiel <erika@post.example>',
      'Datum: 30.11.26 14:03 (GMT+01:00)',
      'An: info@kammer.example',
      'Betreff: Löschung',
    ],
  ],
  [
    'an old telephone’s',
    [
      '-------- Originalnachricht --------',
      'Von: Erika Beispiel <erika@post.example>',
      'Gesendet: 30. November 2026 14:03:00 MEZ',
      'An: info@kammer.example',
      'Betreff: Löschung',
    ],
  ],
  [
    'Outlook on a telephone',
    [
      '________________________________',
      'Von: Erika Beispiel <erika@post.example>',
      'Gesendet: Monday, November 30, 2026 2:03:11 PM',
      'An: info@kammer.example <info@kammer.example>',
      'Betreff: Löschung',
    ],
  ],
  [
    'webmail',
    [
      'Gesendet: Montag, 30. November 2026 um 14:03 Uhr',
      'Von: "Erika Beispiel" <erika@post.example>',
      'An: info@kammer.example',
      'Betreff: Löschung',
    ],
  ],
  [
    'another webmail',
    [
      '---------- Ursprüngliche Nachricht ----------',
      'Von: Erika Beispiel <erika@post.example>',
      'An: info@kammer.example',
      'Datum: 30.11.2026 14:03 CET',
      'Betreff: Löschung',
    ],
  ],
  [
    'Gmail in two languages',
    [
      '---------- Forwarded message ---------',
      'Von: Erika Beispiel <erika@post.example>',
      'Date: Mo., 30. Nov. 2026 um 14:03 Uhr',
      'Subject: Löschung',
      'To: <info@kammer.example>',
    ],
  ],
  [
    'Notes',
    [
      '-----Weitergeleitet von Kollegin/Kammer am 30.11.2026 15:00 -----',
      '',
      'An: Info',
      'Von: Erika Beispiel <erika@post.example>',
      'Datum: 30.11.2026 14:03',
      'Betreff: Löschung',
    ],
  ],
  [
    'bold names of fields',
    [
      '*Von:* Erika Beispiel <erika@post.example>',
      '*Gesendet:* Montag, 30. November 2026 14:03',
      '*An:* Info',
      '*Betreff:* Löschung',
    ],
  ],
  [
    'French',
    [
      'De : Erika Beispiel <erika@post.example>',
      'Envoyé : lundi 30 novembre 2026 14:03',
      'À : Info',
      'Objet : Löschung',
    ],
  ],
  [
    'no-break spaces before the colons',
    [
      'De\u00A0: Erika Beispiel <erika@post.example>',
      'Date\u00A0: 30 novembre 2026 à 14:03',
      'À\u00A0: Info',
      'Objet\u00A0: Löschung',
    ],
  ],
  [
    'American dates',
    ['From: Erika Beispiel <erika@post.example>', 'Sent: 11/30/2026 2:03 PM', 'To: Info', 'Subject: Löschung'],
  ],
  [
    'days before months',
    ['From: Erika Beispiel <erika@post.example>', 'Sent: 30/11/2026 14:03', 'To: Info', 'Subject: Löschung'],
  ],
  [
    'a mark of another language',
    [
      '-------- Message transféré --------',
      'Sujet : Löschung',
      'Date : Mon, 30 Nov 2026 14:03:00 +0100',
      'De : Erika Beispiel <erika@post.example>',
      'Pour : info@kammer.example',
    ],
  ],
  [
    'tabs as Thunderbird’s table has them',
    [
      '-------- Weitergeleitete Nachricht --------',
      'Betreff:  Löschung',
      'Datum:  Mon, 30 Nov 2026 14:03:00 +0100',
      'Von:  Erika Beispiel <erika@post.example>',
      'An:  info@kammer.example',
    ],
  ],
])('%s', (_name, head) => {
  const text = ['Bitte kümmern.', '', ...head, '', WORDS].join('\n');
  const found = forwardedIn(text);
  expect(found).toMatchObject({
    author: 'Erika Beispiel',
    address: 'erika@post.example',
    subject: 'Löschung',
    words: WORDS,
  });
  expect(at(text)?.slice(0, 16)).toBe('2026-11-30T13:03');
});

test.each(['03/04/2026 14:03', '', 'gestern', '32.13.2026 10:00'])(
  'a date that may be two days is none: "%s"',
  (date) => {
    expect(forwardedAt(date, 'Europe/Berlin')).toBeUndefined();
  },
);

test('a footer behind a rule of underscores is part of what was said, not another mail', () => {
  const found = forwardedIn(
    `Von: a@b.example\nGesendet: 30.11.2026 14:03\nAn: c\nBetreff: x\n\n${WORDS}\n____\nVertraulich: ja`,
  );
  expect(found?.words).toContain('Vertraulich');
});
