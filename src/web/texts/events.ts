import { EVENTS, type EventName } from '../../domain/log/events.js';
import type { Language } from './texts.js';

/** The events of the log in German; English is the gloss that stands beside each event. */
const GERMAN: Readonly<Record<EventName, string>> = {
  'organisation.created': 'Organisation und Protokoll angelegt',
  'organisation.changed': 'Einstellungen der Organisation geändert',
  'channel.added': 'Eingangskanal eingerichtet',
  'channel.changed': 'Eingangskanal geändert oder geschlossen',
  'designation.set': 'Datenschutzbeauftragte/r oder Vertretung benannt',
  'designation.ended': 'Benennung ohne Nachfolge beendet',
  'instruction.issued': 'Weiterleitungsanweisung erlassen',
  'instruction.confirmed': 'Kenntnis der Anweisung bestätigt',
  'user.added': 'Nutzerkonto angelegt',
  'role.granted': 'Rolle vergeben',
  'role.revoked': 'Rolle entzogen',
  'password.set': 'Neues Kennwort gesetzt',
  'token.issued': 'Token für ein Programm ausgestellt',
  'token.revoked': 'Token widerrufen',
  'request.recorded': 'Anfrage erfasst, Weiterleitung begonnen',
  'request.withdrawn': 'Weitergabe als Irrtum zurückgezogen',
  'request.acknowledged': 'Von der oder dem DSB übernommen',
  'content.read': 'Inhalt gelesen',
  'forwarding.attempt-started': 'Zustellversuch begonnen',
  'forwarding.accepted': 'Vom Mailserver angenommen: weitergeleitet',
  'forwarding.deferred': 'Noch nicht angenommen, wird erneut versucht',
  'forwarding.refused': 'Vom Mailserver abgelehnt: Alarm',
  'forwarding.unknown': 'Zustellversuch ohne Ergebnis',
  'forwarding.late': 'Weiterleitung verspätet',
  'report.issued': 'Bericht oder Nachweis ausgestellt',
  'key.created': 'Schlüssel angelegt',
  'key.rotated': 'Schlüssel gewechselt',
  'key.destroyed': 'Schlüssel vernichtet',
  'log.epoch-opened': 'Neue Epoche des Protokolls begonnen',
  'clock.anomaly': 'Uhr der Datenbank ging zurück',
};

export function eventWords(language: Language, event: EventName): string {
  return language === 'de' ? GERMAN[event] : EVENTS[event].gloss;
}
