import type { CORRESPONDENCE_EVENTS } from '../../domain/log/events/correspondence.js';

export const CORRESPONDENCE_DE: Readonly<Record<keyof typeof CORRESPONDENCE_EVENTS, string>> = {};

export const CORRESPONDENCE_EN: Readonly<Record<keyof typeof CORRESPONDENCE_EVENTS, string>> = {};
