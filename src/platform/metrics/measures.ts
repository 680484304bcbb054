import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** Seconds within which a mail server has usually accepted, up to where the deputy is tried. */
const FORWARDING_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

/**
 * What this process counts since its start, for Prometheus. Numbers and closed lists of names only: no address, no
 * organisation, no content.
 */
@Injectable()
export class Measures {
  readonly registry = new Registry();

  private readonly entries = new Counter({
    name: 'forthwith_entries_total',
    help: 'Log entries committed by this process, by event (forwarding.accepted, forwarding.late, sign-in.locked …)',
    labelNames: ['event'] as const,
    registers: [this.registry],
  });
  private readonly responses = new Counter({
    name: 'forthwith_http_responses_total',
    help: 'HTTP responses by class of status',
    labelNames: ['class'] as const,
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'forthwith_refusals_total',
    help: 'Requests refused, by the code of the refusal; "defect" is an error on our side',
    labelNames: ['code'] as const,
    registers: [this.registry],
  });
  private readonly forwarding = new Histogram({
    name: 'forthwith_forwarding_seconds',
    help: 'From a request recorded to the mail server that accepted its forwarding',
    buckets: FORWARDING_SECONDS,
    registers: [this.registry],
  });

  recorded(event: string): void {
    this.entries.inc({ event });
  }

  responded(status: number): void {
    this.responses.inc({ class: `${Math.floor(status / 100)}xx` });
  }

  refused(code: string): void {
    this.refusals.inc({ code });
  }

  forwarded(seconds: number): void {
    this.forwarding.observe(seconds);
  }
}
