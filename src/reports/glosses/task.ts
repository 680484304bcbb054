import type { TASK_EVENTS } from '../../domain/log/events/task.js';

export const TASK_DE: Readonly<Record<keyof typeof TASK_EVENTS, string>> = {};

export const TASK_EN: Readonly<Record<keyof typeof TASK_EVENTS, string>> = {};
