/** Letters to the mail server of `SMTP_URL`, one connection each: few are sent, and none is in doubt when the server stops. */
import { createTransport, type NodemailerError } from 'nodemailer';
import { isLoopback, type Config } from '../config.ts';
import { MailFailure, type Letter } from '../core/outbound.ts';

/** Milliseconds; together below the lease of the job that sends. */
const patience = { dnsTimeout: 5000, connectionTimeout: 8000, greetingTimeout: 8000, socketTimeout: 15_000 };

export function createMail({ url, from }: Config['mail']): ((letter: Letter) => Promise<void>) | null {
  if (url === null) return null;
  const { hostname, searchParams } = new URL(url);
  // Nobody listens between us and this very machine, and its certificate is seldom one that could be checked.
  const near = isLoopback(hostname.replace(/^\[|\]$/g, '')) && !searchParams.has('requireTLS');
  const transport = createTransport({
    url,
    ...patience,
    ...(near ? { ignoreTLS: true } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const address = /<([^>]+)>$/.exec(from)?.[1] ?? from;
  const domain = address.slice(address.lastIndexOf('@') + 1);

  return async ({ messageId, fromName, to, lang, subject, text, html }) => {
    try {
      await transport.sendMail({
        messageId: `<${messageId}@${domain}>`,
        from: { name: fromName, address },
        to,
        subject,
        text,
        html,
        // RFC 3834: no out-of-office notes back, please.
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': lang },
      });
    } catch (error) {
      const { code = 'unknown', responseCode = null } = error as NodemailerError;
      const final = (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode === null || responseCode >= 500);
      throw new MailFailure(
        `The mail server did not take it: ${code}${responseCode === null ? '' : ` ${responseCode}`}.`,
        final,
        responseCode,
      );
    }
  };
}
