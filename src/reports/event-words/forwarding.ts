import type { FORWARDING_EVENTS } from '../../domain/log/events/forwarding.js';

export const FORWARDING_DE: Readonly<Record<keyof typeof FORWARDING_EVENTS, string>> = {
  'forwarding.attempt-started': 'Zustellversuch an die benannte Stelle begonnen',
  'forwarding.accepted': 'Vom Mailserver des Hauses angenommen: weitergeleitet',
  'forwarding.deferred': 'Vom Mailserver noch nicht angenommen, wird erneut versucht',
  'forwarding.refused': 'Vom Mailserver abgelehnt: Alarm, wird erneut versucht',
  'forwarding.bounced': 'Kam als unzustellbar zurück: Alarm, Vertretung, wird erneut gesendet',
  'forwarding.reported': 'Ein Mailserver meldet, wie weit die Mail gekommen ist',
  'forwarding.untaken': 'Nicht rechtzeitig übernommen: Alarm, Vertretung',
  'forwarding.deputised': 'Auch an die Vertretung, weil die oder der DSB abwesend ist',
  'forwarding.unknown': 'Zustellversuch blieb ohne Ergebnis',
  'forwarding.late': 'Grenze der Anweisung überschritten, bevor die Mail angenommen war',
};

export const FORWARDING_EN: Readonly<Record<keyof typeof FORWARDING_EVENTS, string>> = {
  'forwarding.attempt-started': 'Attempt to send to the designated address began',
  'forwarding.accepted': 'Accepted by the house’s mail server: forwarded',
  'forwarding.deferred': 'Not yet accepted by the mail server, to be tried again',
  'forwarding.refused': 'Refused by the mail server: alarm, to be tried again',
  'forwarding.bounced': 'Came back as undeliverable: alarm, deputy, to be sent again',
  'forwarding.reported': 'A mail server reports how far the mail has come',
  'forwarding.untaken': 'Not taken over in time: alarm, deputy',
  'forwarding.deputised': 'To the deputy too, because the DPO is away',
  'forwarding.unknown': 'Attempt to send ended without a result',
  'forwarding.late': 'Limit of the instruction passed before the mail was accepted',
};
