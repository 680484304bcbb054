/** Where the log of logs lies among the organisations' logs: the nil UUID, which no organisation has. */
export const LOG_OF_LOGS_ID = '00000000-0000-0000-0000-000000000000';

/** In addresses and origins; no organisation's slug begins with an underscore. */
export const LOG_OF_LOGS_SLUG = '_logs';
