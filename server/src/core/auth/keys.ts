/**
 * Secret keys: `ptk_live_` or `ptk_test_`, 32 random bytes and a CRC-32, both in base62, so that scanners find leaked
 * ones without asking us (GitHub's token format). Only the SHA-256 digest is stored; the key is shown once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = alphabet[Number(rest % 62n)] + text;
  return text;
}

const checksum = (body: string): string => base62(BigInt(crc32(body)), 6);

export type KeyMode = 'live' | 'test';

/** A new secret key: 9 characters of prefix, 43 of randomness, 6 of checksum. */
export function newSecretKey(mode: KeyMode): string {
  const body = `ptk_${mode}_${base62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43)}`;
  return body + checksum(body);
}

/** Is it formed like one of ours, checksum included? Says nothing about whether it is known. */
export const isSecretKey = (text: string): boolean =>
  /^ptk_(?:live|test)_[0-9A-Za-z]{49}$/.test(text) && checksum(text.slice(0, -6)) === text.slice(-6);

/** What is stored and looked up: the key has 256 bits of its own, so it needs neither salt nor a slow hash. */
export const digestOf = (secretKey: string): string => createHash('sha256').update(secretKey).digest('hex');
