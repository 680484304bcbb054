import type { REQUEST_EVENTS } from '../../domain/log/events/request.js';

export const REQUEST_DE: Readonly<Record<keyof typeof REQUEST_EVENTS, string>> = {
  'request.recorded': 'Anfrage erfasst, Weiterleitung begonnen',
  'request.withdrawn': 'Weitergabe als Irrtum zurückgezogen',
  'request.mistake-noted': 'Von der weitergebenden Person als Irrtum gemeldet; bleibt offen',
  'request.dismissed': 'Vom DSB als Irrtum oder als kein Betroffenenrecht beendet, mit Grund',
  'request.acknowledged': 'Von der oder dem Datenschutzbeauftragten übernommen',
  'request.answered': 'Der Person geantwortet: mit Auskunft in der Sache oder mit begründeter Ablehnung',
  'request.retracted': 'Von der Person zurückgenommen',
  'request.reopened': 'Wieder aufgenommen, die ursprüngliche Frist gilt',
  'request.closed': 'Vorgang abgeschlossen',
  'content.read': 'Von der Datenschutzstelle gelesen',
};

export const REQUEST_EN: Readonly<Record<keyof typeof REQUEST_EVENTS, string>> = {
  'request.recorded': 'Request recorded, forwarding began',
  'request.withdrawn': 'Hand-over withdrawn as a mistake',
  'request.mistake-noted': 'Called a mistake by whoever handed it over; stays open',
  'request.dismissed': 'Ended by the DPO as a mistake or no data-subject request, with the reason',
  'request.acknowledged': 'Taken over by the data protection officer',
  'request.answered': 'Person answered: in substance, or refused with reasons',
  'request.retracted': 'Taken back by the person',
  'request.reopened': 'Taken up again, the original deadline holds',
  'request.closed': 'Matter closed',
  'content.read': 'Read by the data protection office',
};
