import { ADDRESS_FORMS } from '../../domain/correspondence/kinds.js';
import { isLand, LAND_NAMES, LANDS } from '../../domain/deadlines/land.js';
import { guidanceFor } from '../../domain/guidance/competence.js';
import { FEDERAL_COMMISSIONER } from '../../domain/guidance/lands.js';
import type { SettingName } from '../../domain/log/events/organisation.js';
import { BODY_KINDS } from '../../domain/rights/norms/norms.js';
import {
  FACTOR_ROLES,
  type ChangeableSettings,
  type WantedSettings,
} from '../../organisations/settings/organisation-settings.service.js';
import type { Choice } from '../shell/components/form.js';
import type { PageContext } from '../shell/page-context.js';

/** How one setting is shown and read. */
export interface SettingField {
  readonly name: SettingName & keyof ChangeableSettings;
  readonly kind: 'line' | 'text' | 'numbers' | 'number' | 'lines' | 'select' | 'switch' | 'boxes' | 'picture';
  /** An empty field means that there is none. */
  readonly nullable?: boolean;
  /** Of a select and of boxes. */
  readonly choices?: (context: PageContext, now: ChangeableSettings) => readonly Choice[];
}

const land = (context: PageContext): readonly Choice[] =>
  LANDS.map((value) => ({ value, label: LAND_NAMES[value][context.language] }));

/** Those of the Land and the federation; the one that stands there, first, however it was entered. */
function authorities({ texts }: PageContext, now: ChangeableSettings): readonly Choice[] {
  const ofLand = isLand(now.land) ? guidanceFor({ country: 'DE', land: now.land }, 'controller').authorities : [];
  return [
    { value: '', label: texts.options.asItIs(now.authority.name) },
    ...[...ofLand, FEDERAL_COMMISSIONER].map(({ id, name }) => ({ value: id, label: name })),
  ];
}

/** The pages of settings, each with its fields in order. */
export const SETTING_PARTS = {
  organisation: [
    { name: 'name', kind: 'line' },
    { name: 'shortName', kind: 'line' },
    { name: 'postalAddress', kind: 'text' },
    { name: 'email', kind: 'line' },
    { name: 'land', kind: 'select', choices: land },
    { name: 'municipality', kind: 'line', nullable: true },
    {
      name: 'bodyKind',
      kind: 'select',
      choices: ({ texts }) => BODY_KINDS.map((value) => ({ value, label: texts.options.bodies[value] })),
    },
    { name: 'authority', kind: 'select', choices: authorities },
    { name: 'imprintUrl', kind: 'line', nullable: true },
    { name: 'privacyUrl', kind: 'line', nullable: true },
    { name: 'accessibilityUrl', kind: 'line', nullable: true },
  ],
  fristen: [
    { name: 'reminderDays', kind: 'numbers' },
    { name: 'reminderHour', kind: 'number' },
    { name: 'askWithinDays', kind: 'number' },
  ],
  schreiben: [
    {
      name: 'addressForm',
      kind: 'select',
      choices: ({ texts }) => ADDRESS_FORMS.map((value) => ({ value, label: texts.options.forms[value] })),
    },
    {
      name: 'mailContent',
      kind: 'select',
      choices: ({ texts }) =>
        (['notice', 'full'] as const).map((value) => ({ value, label: texts.options.mailContents[value] })),
    },
    { name: 'intakeAddresses', kind: 'lines' },
    {
      name: 'confirmsMails',
      kind: 'switch',
      choices: ({ texts }) =>
        (['on', 'off'] as const).map((value) => ({ value, label: texts.options.switches[value] })),
    },
  ],
  erscheinungsbild: [
    { name: 'accent', kind: 'line', nullable: true },
    { name: 'logo', kind: 'picture', nullable: true },
  ],
  anmeldung: [
    {
      name: 'factorRoles',
      kind: 'boxes',
      choices: ({ texts }) => FACTOR_ROLES.map((value) => ({ value, label: texts.accounts.role[value] })),
    },
  ],
} as const satisfies Readonly<Record<string, readonly SettingField[]>>;

export type SettingPart = keyof typeof SETTING_PARTS;

export const PART_NAMES = Object.keys(SETTING_PARTS) as readonly SettingPart[];

/** What stands in the fields, as text; boxes as a list. */
export type TypedSettings = Readonly<Record<string, string | readonly string[]>>;

export function typedOf(fields: readonly SettingField[], now: ChangeableSettings): TypedSettings {
  return Object.fromEntries(fields.map(({ name, kind }) => [name, typed(kind, now[name])] as const));
}

function typed(kind: SettingField['kind'], value: unknown): string | readonly string[] {
  switch (kind) {
    case 'numbers':
      return (value as readonly number[]).join(', ');
    case 'lines':
      return (value as readonly string[]).join('\n');
    case 'boxes':
      return value as readonly string[];
    case 'select':
      return typeof value === 'string' ? value : '';
    case 'picture':
      return '';
    case 'switch':
      return value === true ? 'on' : 'off';
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }
}

/** What the form wants. A word that is no number is passed on as it is: the rule of the setting refuses it. */
export function wantedOf(fields: readonly SettingField[], typed: TypedSettings, picture?: Buffer): WantedSettings {
  const numberOf = (word: string): unknown => (/^\d{1,4}$/.test(word) ? Number(word) : word);
  return Object.fromEntries(
    fields.flatMap(({ name, kind, nullable = false }): readonly (readonly [string, unknown])[] => {
      const value = typed[name] ?? '';
      if (typeof value !== 'string') {
        return [[name, value]];
      }
      const words = value.split(kind === 'numbers' ? /[\s,;]+/ : '\n').flatMap((word) => word.trim() || []);
      switch (kind) {
        case 'numbers':
          return [[name, words.map(numberOf)]];
        case 'lines':
          return [[name, words]];
        case 'number':
          return [[name, numberOf(value.trim())]];
        case 'picture':
          return picture === undefined ? [] : [[name, pictureAddress(picture)]];
        case 'switch':
          return value === '' ? [] : [[name, value === 'on' ? true : value === 'off' ? false : value]];
        case 'select':
          // Nothing chosen: as it is.
          return value === '' ? [] : [[name, value]];
        default:
          return [[name, nullable && value.trim() === '' ? null : value.trim()]];
      }
    }),
  );
}

/** An empty one takes the picture away. */
function pictureAddress(picture: Buffer): string | null {
  return picture.length === 0 ? null : `data:image/png;base64,${picture.toString('base64')}`;
}
