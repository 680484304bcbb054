import { readFileSync } from 'node:fs';
import { ADDRESS_FORMS, MESSAGE_KINDS, MESSAGE_LANGUAGES } from '../../../../src/domain/correspondence/kinds.js';
import { MANDATORY, missingBlocks, missingContents } from '../../../../src/domain/correspondence/mandatory.js';
import {
  fill,
  gapsIn,
  inForm,
  parseTemplate,
  signsIn,
  PLACEHOLDERS,
  unknownPlaceholders,
  type Placeholder,
} from '../../../../src/domain/correspondence/template.js';

const VALUES = Object.fromEntries(PLACEHOLDERS.map((name) => [name, `<${name}>`])) as Record<Placeholder, string>;
const standard = (language: string, kind: string) =>
  parseTemplate(readFileSync(`src/requests/correspondence/templates/${language}/${kind}.txt`, 'utf8'));

describe('a template', () => {
  test('with an unknown placeholder is an error that names it', () => {
    const template = { subject: 'Zu {{Aktenzeichen}}', body: '{{ Anrede }} {{Vorname}} {{}} {{Vorname}}' };
    expect(fill(template, VALUES)).toEqual({ ok: false, unknown: ['Vorname', ''] });
    expect(unknownPlaceholders(template.body)).toEqual(['Vorname', '']);
  });

  test.each([
    ['{{Name}', '{{Name}'],
    ['{{Name und mehr', '{{Name und mehr'],
    ['Guten Tag\nName}}!', 'Name}}'],
    ['{{{Name}}}', undefined],
  ])('with braces that do not match is an error that shows them: %s', (body, half) => {
    expect(unknownPlaceholders(`${body}\n{{Heute}}`)).toEqual(half === undefined ? [] : [half]);
  });

  test('leaves signs behind in a text that was written by hand; data that ends in braces has none', () => {
    expect(signsIn('Rufen Sie an: {{Telefon}} oder {{E-Mail')).toEqual(['{{Telefon}}', '{{E-Mail']);
    expect(signsIn('{"a":{"b":{"c":1}}}')).toEqual([]);
  });

  test('does not look into what was filled in: a name cannot bring a placeholder', () => {
    const filled = fill({ subject: 'x', body: '{{Name}} und {{Heute}}' }, { ...VALUES, Name: '{{Frist}}$&' });
    expect(filled).toEqual({ ok: true, text: { subject: 'x', body: '{{Frist}}$& und <Heute>' } });
  });

  test('keeps the indent for each line of a value, and a subject to one line', () => {
    const values = { ...VALUES, Anschrift: 'Platz 1\n70173 Stuttgart' };
    expect(fill({ subject: '{{Anschrift}}', body: '- an:\n  {{Anschrift}}' }, values)).toEqual({
      ok: true,
      text: { subject: 'Platz 1 70173 Stuttgart', body: '- an:\n  Platz 1\n  70173 Stuttgart' },
    });
  });

  test('leaves a gap where the case knows nothing', () => {
    const filled = fill({ subject: 'x', body: 'Es geht um {{Rechte}}.' }, { ...VALUES, Rechte: '' });
    expect(filled.ok && gapsIn(filled.text.body)).toEqual(['[…Rechte]']);
  });

  test('speaks in the form that the organisation has chosen', () => {
    const template = { subject: '[[Ihre|Deine]] Anfrage', body: '[[Sie haben|du hast]] geschrieben' };
    expect(inForm(template, 'sie')).toEqual({ subject: 'Ihre Anfrage', body: 'Sie haben geschrieben' });
    expect(inForm(template, 'du')).toEqual({ subject: 'Deine Anfrage', body: 'du hast geschrieben' });
  });
});

const ALL = MESSAGE_LANGUAGES.flatMap((language) =>
  MESSAGE_KINDS.flatMap((kind) => ADDRESS_FORMS.map((form) => [language, kind, form] as const)),
);

describe.each(ALL)('the standard text %s %s (%s)', (language, kind, form) => {
  const text = inForm(standard(language, kind), form);

  test('has a subject, only known placeholders, and no choice left open', () => {
    expect(text.subject).not.toBe('');
    expect(unknownPlaceholders(text.subject + text.body)).toEqual([]);
    expect(text.subject + text.body).not.toMatch(/\[\[|\]\]/);
  });

  test('has everything that is mandatory once its gaps are filled', () => {
    const values = {
      ...VALUES,
      'Aufsichtsbehörde-Anschrift': 'Postfach 1\n70025 Stuttgart',
      'Neue-Frist': '12.02.2027',
    };
    const filled = fill(text, values);
    const body = filled.ok ? filled.text.body.replaceAll(/\[…[^\]]*\]/g, '12.01.2027') : '';
    expect(missingContents(kind, body)).toEqual([]);
  });

  test('leads whoever is concerned to the page about complaining', () => {
    expect(text.body.split('{{Hinweisseite}}')).toHaveLength(kind === 'recipients' ? 1 : 2);
  });

  test('is warned of when the paragraph that leads to a court is struck out', () => {
    const filled = fill(text, { ...VALUES, 'Aufsichtsbehörde-Anschrift': 'Postfach 1\n70025 Stuttgart' });
    const body = filled.ok ? filled.text.body.replace(/^.*(vor Gericht|go to court).*$/m, '') : '';
    const needed = (MANDATORY[kind] ?? []).some(({ content }) => content === 'remedy');
    expect(missingContents(kind, body).some(({ content }) => content === 'remedy')).toBe(needed);
  });

  test('does not mix both forms of address', () => {
    // A notice to recipients goes to an organisation, which is always addressed formally.
    const familiar = language === 'de' && form === 'du' && kind !== 'recipients';
    expect(familiar && /\b(Ihnen|Ihre[rnms]?|Ihr)\b/.test(text.subject + text.body)).toBe(false);
  });
});

describe('what is mandatory', () => {
  test('a refusal needs reasons, complaint with the authority’s address, and judicial remedy (Art. 12(4))', () => {
    expect(missingContents('refusal', 'Nein.').map(({ content }) => content)).toEqual([
      ...['reasons', 'complaint', 'authority-contact', 'remedy'],
    ]);
    const whole = 'Nein, weil es Gründe gibt. Aufsichtsbehörde: Postfach, 70025 Stuttgart. Auch ein Gericht hilft.';
    expect(missingContents('refusal', whole)).toEqual([]);
  });

  test.each([
    ['reasons', 'weil'],
    ['complaint', 'Aufsichtsbehörde'],
    ['remedy', 'Gericht'],
  ])('each is missed by itself: %s', (content, word) => {
    const whole = 'Nein, weil es so ist. Aufsichtsbehörde: Postfach, 70025 Stuttgart. Auch ein Gericht hilft.';
    expect(missingContents('refusal', whole.replace(word, 'nichts')).map((one) => one.content)).toEqual([content]);
  });

  test('our own page, which every message names, stands for none of it', () => {
    const page = 'Hier: https://wir.example/beschwerde?organisation=kammer&lang=de';
    expect(missingContents('refusal', page).map(({ content }) => content)).toEqual(
      missingContents('refusal', '').map(({ content }) => content),
    );
    expect(missingContents('clarification', page).map(({ content }) => content)).toEqual(['what-is-needed']);
    expect(missingContents('clarification', 'Welches Jahr?')).toEqual([]);
  });

  test('that the request was "an uns gerichtet" is no hint at a court', () => {
    const refusal = 'Sie haben eine Anfrage an uns gerichtet. Nein, weil es so ist. Aufsichtsbehörde, 70025 Stuttgart.';
    expect(missingContents('refusal', refusal).map(({ content }) => content)).toEqual(['remedy']);
    const ways = ['vor Gericht gehen', 'beim Amtsgericht', 'bei den Gerichten', 'gerichtlich', 'Klage', 'go to court'];
    ways.forEach((way) => expect(missingContents('refusal', `${refusal} ${way}`)).toEqual([]));
  });

  test.each([
    ['extension', 'new-date'],
    ['lifting-notice', 'lifting-day'],
  ] as const)('days that the case knows are not the day that %s has to name', (kind, content) => {
    const text = 'Ihre Anfrage vom 12.10.2026, auf die wir bis zum 12.11.2026 antworten wollten, weil';
    const known = ['12.10.2026', '12.11.2026'];
    expect(missingContents(kind, text, known).map((one) => one.content)).toEqual([content]);
    expect(missingContents(kind, `${text} 12.01.2027`, known)).toEqual([]);
  });

  test('an extension needs reasons and the new date (Art. 12(3))', () => {
    expect(missingContents('extension', 'Es dauert länger.').map(({ content }) => content)).toEqual([
      ...['reasons', 'new-date'],
    ]);
    expect(missingContents('extension', 'Because of this: 12 February 2027')).toEqual([]);
  });

  test('every entry names its norm', () => {
    Object.values(MANDATORY).forEach((list) => list.forEach(({ norm }) => expect(norm).toMatch(/^Art\. \d+/)));
  });
});

describe('a template from which a block was deleted', () => {
  const KINDS = MESSAGE_KINDS.filter((kind) => MANDATORY[kind] !== undefined);
  const places = MESSAGE_LANGUAGES.flatMap((language) => KINDS.map((kind) => [language, kind] as const));

  test.each(places)('%s %s: the standard has every block, and a greeting alone has none', (language, kind) => {
    expect(missingBlocks(kind, standard(language, kind).body)).toEqual([]);
    expect(missingBlocks(kind, '{{Anrede}}\n\nMit Gruß\n{{Organisation}}')).toEqual(MANDATORY[kind]);
  });

  test.each([
    ['the court', /^- vor Gericht.*$/m, ['remedy']],
    ['the reasons', /^Die Gründe dafür.*$/m, ['reasons']],
    ['the authority’s address', /^ {2}\{\{(Aufsichtsbehörde-Anschrift|Beschwerdeseite)\}\}$/gm, ['authority-contact']],
  ] as const)('a refusal without %s is named by it', (_, block, missing) => {
    const body = standard('de', 'refusal').body.replace(block, '');
    expect(missingBlocks('refusal', body).map(({ content }) => content)).toEqual(missing);
  });
});
