import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { KeyRing } from '../vault/key-ring.js';

const INSTALLATION = 'installation';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what the installation keeps in the database under a key outside of it; bound to what it is. */
export class SealedBox {
  constructor(private readonly keys: KeyRing) {}

  seal(name: string, value: unknown): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(), nonce).setAAD(Buffer.from(name));
    return Buffer.concat([nonce, cipher.update(JSON.stringify(value)), cipher.final(), cipher.getAuthTag()]);
  }

  open(name: string, sealed: Buffer): unknown {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.key(), nonce).setAAD(Buffer.from(name));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as unknown;
  }

  private key(): Buffer {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update('installation-settings').digest();
  }
}
