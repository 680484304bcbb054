import type { ORGANISATION_EVENTS } from '../../domain/log/events/organisation.js';

export const ORGANISATION_DE: Readonly<Record<keyof typeof ORGANISATION_EVENTS, string>> = {
  'organisation.created': 'Verantwortlicher und Protokoll angelegt',
  'organisation.changed': 'Einstellungen des Verantwortlichen geändert',
  'setting.changed': 'Einstellung geändert',
  'channel.added': 'Eingangskanal eingerichtet',
  'channel.changed': 'Eingangskanal geändert oder geschlossen',
  'channel.stated-clear': 'Eingangskanal laut Angabe vollständig durchgesehen',
  'designation.set': 'Datenschutzbeauftragte, Datenschutzbeauftragter oder Vertretung benannt',
  'designation.ended': 'Benennung ohne Nachfolge beendet',
  'instruction.issued': 'Fassung der Weiterleitungsanweisung erlassen',
  'instruction.confirmed': 'Kenntnis der Weiterleitungsanweisung bestätigt',
};

export const ORGANISATION_EN: Readonly<Record<keyof typeof ORGANISATION_EVENTS, string>> = {
  'organisation.created': 'Organisation and log set up',
  'organisation.changed': 'Settings of the organisation changed',
  'setting.changed': 'Setting changed',
  'channel.added': 'Channel set up',
  'channel.changed': 'Channel changed or closed',
  'channel.stated-clear': 'Channel stated to be looked through completely',
  'designation.set': 'Data protection officer or deputy designated',
  'designation.ended': 'Designation ended without a successor',
  'instruction.issued': 'Version of the forwarding instruction issued',
  'instruction.confirmed': 'Reading of the forwarding instruction confirmed',
};
