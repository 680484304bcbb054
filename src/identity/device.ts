import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { randomToken } from '../platform/ids.js';
import { KeyRing } from '../platform/vault/key-ring.js';

const INSTALLATION = 'installation';

/**
 * A cookie by which a browser shows that an account has signed in there before (OWASP, "device cookies"): its failures
 * are counted by themselves, so that a stranger's guesses do not lock out the person they are aimed at. It opens
 * nothing: it holds a random word and a MAC over that word and the account.
 */
@Injectable()
export class Devices {
  constructor(@Inject(KeyRing) private readonly keys: KeyRing) {}

  cookieFor(account: string): string {
    const word = randomToken();
    return `${word}.${this.mac(account, word).toString('base64url')}`;
  }

  /** The device's word; undefined where this account has not signed in from it. */
  recognise(account: string, cookie: string | undefined): string | undefined {
    const [word = '', mac = ''] = (cookie ?? '').split('.');
    const expected = this.mac(account, word);
    const given = Buffer.from(mac, 'base64url');
    return given.length === expected.length && timingSafeEqual(given, expected) ? word : undefined;
  }

  private mac(account: string, word: string): Buffer {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update(`device\n${account}\n${word}`).digest();
  }
}
