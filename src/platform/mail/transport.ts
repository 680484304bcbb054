/** The port for outgoing mail. The implementation speaks SMTP; tests may bring their own. */
export interface MailTransport {
  /**
   * One attempt. Whatever network and server do is a result, and repeating it is the caller's decision. Throws a
   * TypeError only for a mail that we built wrongly (see composeMail).
   */
  send(message: OutgoingMail, options?: SendOptions): Promise<DeliveryResult>;
  /** Lets deliveries in flight finish, then ends all connections. */
  close(): Promise<void>;
}

export interface SendOptions {
  /** Gives up when aborted: the result is then `deferred` for `timeout`. */
  readonly signal?: AbortSignal;
  /** For the whole attempt, from waiting for a free connection to the last reply. */
  readonly deadlineMs?: number;
}

export interface MailAddress {
  readonly name?: string;
  readonly address: string;
}

/** What stands on the envelope of one mail, for reports about it (RFC 3461); the recipients are always those of `to`. */
export interface MailEnvelope {
  /** Where reports go. */
  readonly from: string;
  /** Comes back in each report, if the servers on the way know of it; letters and digits. */
  readonly id: string;
  /** Asks to be told of delivery too, not only of failure and delay. */
  readonly reportSuccess: boolean;
}

/** The recipients of the envelope are exactly `to`: no Cc, no Bcc, nothing is read out of headers. */
export interface OutgoingMail {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** With angle brackets; the same for every attempt of one forwarding. */
  readonly messageId: string;
  readonly date: Date;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly MailAttachment[];
  /** Readable only by the certificate's holder (S/MIME), but for the head and the `outside` fields added to it. */
  readonly encryption?: {
    /** PEM. */
    readonly certificate: string;
    readonly outside: Readonly<Record<string, string>>;
  };
  /** Without it reports go to `from`, and none is asked for. */
  readonly envelope?: MailEnvelope;
}

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export type DeliveryResult = Accepted | Deferred | Refused;

/** The server's final reply took responsibility for the mail, for every recipient. */
export interface Accepted {
  readonly outcome: 'accepted';
  readonly code: number;
  /** As the server said it, all lines. May quote addresses: goes under seal. */
  readonly reply: string;
  /** Null: in clear text (only where the settings allow it). */
  readonly tls: TlsFacts | null;
  /** IP address and port that answered. */
  readonly remote: string;
}

export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
}

export type DeferralReason = 'network' | 'timeout' | 'tls' | 'server-4xx' | 'authentication' | 'other';

/** Worth another attempt. */
export interface Deferred {
  readonly outcome: 'deferred';
  readonly reason: DeferralReason;
  readonly code?: number;
  readonly reply?: string;
  /** The content was on its way when contact was lost, so the server may have taken it (RFC 5321 §6.1). */
  readonly uncertain: boolean;
}

/** The same mail will be refused again (5xx to sender, recipient or content). */
export interface Refused {
  readonly outcome: 'refused';
  /** Null: not even offered, because an address cannot be one or the server announced a smaller size limit. */
  readonly code: number | null;
  readonly reply: string;
  /** True if some recipients were refused and others have the mail. */
  readonly partial: boolean;
  /** It is too large for the server; the same mail with less in it may be taken. */
  readonly tooLarge?: boolean;
}

export const MAIL_TRANSPORT = Symbol('MAIL_TRANSPORT');
