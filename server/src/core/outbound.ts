/** What the rules of the house may ask of other machines; `outbound/` does it. Nothing else opens a connection to anybody. */

export interface OutboundRequest {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  /** Bytes of the answer's body to read; default 256 KB. */
  mostBytes?: number;
}

export interface OutboundAnswer {
  status: number;
  headers: Record<string, string>;
  /** At most `mostBytes`, as it came (nothing is unpacked). */
  body: Buffer;
  /** False if the body went on, or broke off, or came too slowly. */
  complete: boolean;
}

/** The request was not answered. `refused`: the address is one that Portico does not go to, and no connection was opened. */
export class OutboundFailure extends Error {
  readonly reason: 'refused' | 'unreachable' | 'timeout';

  /** @param message one sentence for the person who wrote the address */
  constructor(reason: OutboundFailure['reason'], message: string) {
    super(message);
    this.name = 'OutboundFailure';
    this.reason = reason;
  }
}

export interface Letter {
  /** Stable over repeated attempts: mail programs show two with the same one once. */
  messageId: string;
  /** Shown as the sender, with the configured address. */
  fromName: string;
  to: { name: string; address: string };
  /** BCP 47. */
  lang: string;
  subject: string;
  text: string;
  html: string;
}

/** The mail server did not take a letter. */
export class MailFailure extends Error {
  /** Trying again is of no use: the server knows no such mailbox. */
  readonly final: boolean;
  /** The server's three digits, null if there was no answer. */
  readonly status: number | null;

  constructor(message: string, final: boolean, status: number | null) {
    super(message);
    this.name = 'MailFailure';
    this.final = final;
    this.status = status;
  }
}

export interface Outbound {
  /**
   * One HTTP request to an address that a person has given, by the rules of `outbound/safe-fetch.ts`.
   * @throws {OutboundFailure}
   */
  fetch: (url: string, request: OutboundRequest) => Promise<OutboundAnswer>;
  /** Why this address would be refused as it stands, in a sentence, or null; asks nobody. */
  refusal(url: string): string | null;
  /**
   * Hands a letter to the mail server; null if none is configured.
   * @throws {MailFailure}
   */
  mail: ((letter: Letter) => Promise<void>) | null;
  /** Ends what is under way. */
  close(): void;
}
