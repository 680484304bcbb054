import { Injectable } from '@nestjs/common';

/** Whether the program has done all that belongs to its start. Listening is not enough: until then it is not ready. */
@Injectable()
export class Startup {
  private held = false;

  get finished(): boolean {
    return !this.held;
  }

  /** Somebody has more to do before the program is ready, and says so with `finish`. */
  hold(): void {
    this.held = true;
  }

  finish(): void {
    this.held = false;
  }
}
