import type { DESK_EVENTS } from '../../domain/log/events/desk.js';

export const DESK_DE: Readonly<Record<keyof typeof DESK_EVENTS, string>> = {};

export const DESK_EN: Readonly<Record<keyof typeof DESK_EVENTS, string>> = {};
