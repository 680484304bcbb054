const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborted at the first Ctrl-C or SIGTERM, whenever it comes; a second one is taken as "at once". */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const asked = (): void => {
    for (const signal of SIGNALS) {
      process.off(signal, asked);
      process.once(signal, () => process.exit(130));
    }
    stop.abort();
  };
  SIGNALS.forEach((signal) => process.on(signal, asked));
  return stop.signal;
}

export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(undefined);
    }
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
