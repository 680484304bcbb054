import { forwardedAt, forwardedIn } from '../../../../src/domain/correspondence/forwarded-mail.js';

const OUTLOOK_DE = `Bitte kümmern.

Von: Erika Beispiel <erika@post.example>
Gesendet: Montag, 30. November 2026 14:03
An: Info <info@kammer.example>
Betreff: Löschung

Bitte löschen Sie mein Bild.`;
const OUTLOOK_EN = `-----Original Message-----
From: Erika Beispiel [mailto:erika@post.example]
Sent: Monday, November 30, 2026 2:03 PM
To: Info
Subject: Löschung

Bitte löschen Sie mein Bild.`;
const GMAIL_DE = `---------- Weitergeleitete Nachricht ---------
Von: Erika Beispiel <erika@post.example>
Datum: Mo., 30. Nov. 2026 um 14:03 Uhr
Betreff: Löschung
An: <info@kammer.example>


Bitte löschen Sie mein Bild.`;
const GMAIL_EN = `---------- Forwarded message ---------
From: *Erika Beispiel* <erika@post.example>
Date: Mon, Nov 30, 2026 at 2:03 PM
Subject: Löschung
To: <info@kammer.example>

Bitte löschen Sie mein Bild.`;
const APPLE_DE = `Anfang der weitergeleiteten Nachricht:

> Von: Erika Beispiel <erika@post.example>
> Betreff: Löschung
> Datum: 30. November 2026 um 14:03:11 MEZ
> An: info@kammer.example
>
> Bitte löschen Sie mein Bild.`;
const APPLE_EN = `Begin forwarded message:

From: Erika Beispiel <erika@post.example>
Subject: Löschung
Date: 30. November 2026 at 14:03:11 CET
To: info@kammer.example

Bitte löschen Sie mein Bild.`;
const THUNDERBIRD_DE = `-------- Weitergeleitete Nachricht --------
Betreff: \tLöschung
Datum: \tMon, 30 Nov 2026 14:03:00 +0100
Von: \tErika Beispiel <erika@post.example>
An: \tinfo@kammer.example

Bitte löschen Sie mein Bild.`;
const THUNDERBIRD_EN = THUNDERBIRD_DE.replace('Weitergeleitete Nachricht', 'Forwarded Message')
  .replace('Betreff', 'Subject')
  .replace('Datum', 'Date')
  .replace('Von', 'From')
  .replace('An', 'To');

test.each([
  ...[['Outlook, German', OUTLOOK_DE] as const, ['Outlook, English', OUTLOOK_EN] as const],
  ...[['Gmail, German', GMAIL_DE] as const, ['Gmail, English', GMAIL_EN] as const],
  ...[['Apple Mail, German', APPLE_DE] as const, ['Apple Mail, English', APPLE_EN] as const],
  ...[['Thunderbird, German', THUNDERBIRD_DE] as const, ['Thunderbird, English', THUNDERBIRD_EN] as const],
])('person, words and date of what %s passes on', (_program, text) => {
  const mail = forwardedIn(text);
  expect(mail).toMatchObject({ author: 'Erika Beispiel', address: 'erika@post.example', subject: 'Löschung' });
  expect(mail?.words).toBe('Bitte löschen Sie mein Bild.');
  expect(
    forwardedAt(mail?.date ?? '', 'Europe/Berlin')
      ?.toISOString()
      .slice(0, 16),
  ).toBe('2026-11-30T13:03');
});

test('what stands before it is whoever passed it on speaking', () => {
  expect(forwardedIn(OUTLOOK_DE)?.before).toBe('Bitte kümmern.');
  expect(forwardedIn(GMAIL_DE)?.before).toBe('');
});

test.each(['Von: mir\nfür dich', 'Datum: heute\n\nVon: hier an', 'Sehr geehrte Damen und Herren', ''])(
  'a text that passes nothing on: %j',
  (text) => {
    expect(forwardedIn(text)).toBeUndefined();
  },
);

test.each(['gestern', '31.02.2026 10:00', '', '30.11.2026'])('a date that says no moment: %j', (text) => {
  expect(forwardedAt(text, 'Europe/Berlin')).toBeUndefined();
});

test('a long text takes no longer than its length', () => {
  expect(forwardedIn('> '.repeat(500_000))).toBeUndefined();
  expect(forwardedIn('Von:\n'.repeat(100_000))).toBeUndefined();
});
