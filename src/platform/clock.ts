import { Injectable } from '@nestjs/common';

/** The time, as an argument: nothing but this port reads the machine's clock (facts take the database's). */
export abstract class Clock {
  abstract now(): Date;
}

@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
