import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';

describe('configuration of what goes out', () => {
  const directory = mkdtempSync(join(tmpdir(), 'portico-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const read = (environment: Record<string, string>) => readConfig({ PORTICO_DATA: directory, ...environment });

  it('is safe when empty: no mail, webhooks to public machines alone', () => {
    expect(read({})).toMatchObject({
      mail: { url: null, from: 'portico@localhost' },
      webhooks: { origins: [], networks: [], ports: [], onlyLoopback: false },
    });
    expect(read({ PUBLIC_URL: 'https://portal.vendor.com/' }).mail.from).toBe('portico@portal.vendor.com');
  });

  it('lists origins, networks and ports', () => {
    expect(read({ WEBHOOK_ALLOW: 'http://10.0.0.8:5005, https://hooks.corp/ 10.2.0.0/16,:8443' }).webhooks).toMatchObject({
      origins: ['http://10.0.0.8:5005', 'https://hooks.corp'],
      networks: ['10.2.0.0/16'],
      ports: [8443],
    });
  });

  it.each([
    ['SMTP_URL', 'http://mail.vendor.com'],
    ['SMTP_URL', 'mail.vendor.com:25'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'a@b.example\r\nBcc: c@d.example'],
    ['WEBHOOK_ALLOW', 'hooks.corp'],
    ['WEBHOOK_ALLOW', ':70000'],
    ['WEBHOOK_ALLOW', 'https://hooks.corp/path'],
    ['WEBHOOK_ALLOW', '10.0.0.0/99'],
  ])('refuses %s=%s in a sentence that names it', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} must .*\\.$`, 's'));
  });
});
