/**
 * Rows as the text that a snapshot has of them, straight from the bytes that the database sent: what the view's `present()` and
 * `entityText()` make of the row, to the letter, without the strings and objects in between. Only for views that are columns
 * (`core/view.ts`), and a test holds both ways beside each other.
 */
import type { Member, Plain } from '../core/view.ts';
import { findValues, type SentRow } from '../db/sent-rows.ts';
import { decode, type ColumnKind, type Table } from '../db/table.ts';
import { canonicalText } from './entity-text.ts';

/** How the value of a member is written. */
const as = { number: 0, string: 1, boolean: 2, json: 3, instant: 4, person: 5 } as const;
const writtenAs = (kind: ColumnKind): number =>
  kind === 'integer'
    ? as.number
    : kind === 'boolean'
      ? as.boolean
      : kind === 'json'
        ? as.json
        : kind === 'instant'
          ? as.instant
          : as.string;

/** What stands before the value. */
const opens: Readonly<Record<number, string>> = { [as.string]: '"', [as.person]: '{"id":"' };

/**
 * Of each row that is seen: its id, and the texts with a comma between them. In the order of ids. The bytes stand on a page that is
 * written over by what comes after `turnPage()`.
 */
export type RowTexts = (rows: readonly SentRow[]) => { ids: string[]; bytes: Buffer };

/** @param columns that rows hold, in their order */
export function rowTexts(of: Table, { members, only }: Plain, columns: readonly string[]): RowTexts {
  const places = new Int32Array(2 * columns.length);
  // Whether a row is seen, and its id, stand in front.
  const front = places.subarray(
    0,
    2 * (1 + Math.max(...['id', ...only.map(([column]) => column)].map((column) => columns.indexOf(column)))),
  );
  const at = (column: string): number => 2 * columns.indexOf(column);
  const idAt = at('id');
  const kindOf = (column: string): ColumnKind => of.columns[column]!.kind;
  const conditions = only.map(([column, value]) => ({ at: at(column), kind: kindOf(column), value }));
  const ways = members.map(({ column, called }) => (called === undefined ? writtenAs(kindOf(column)) : as.person));
  const heads = members.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const begins = heads.map((head, index) => piece(head + (opens[ways[index]!] ?? '')));
  const nulls = heads.map((head) => piece(`${head}null`));
  const froms = members.map(({ column }) => at(column));
  const calls = members.map(({ called }: Member) => (called === undefined ? -1 : at(called)));
  const fixed = heads.reduce((sum, head) => sum + Buffer.byteLength(head), 0) + members.length * 32;

  const text = ({ bytes }: SentRow, place: number): string =>
    bytes.toString('utf8', places[place], places[place]! + Math.max(0, places[place + 1]!));

  function isSeen(row: SentRow): boolean {
    for (const { at: place, kind, value } of conditions) {
      const found = places[place + 1]! < 0 ? null : text(row, place);
      if ((kind === 'boolean' ? found === '1' : found) !== value) return false;
    }
    return true;
  }

  /** Writes a row whose values were found; answers where it ends. */
  function write(row: SentRow, from: number): number {
    const { bytes } = row;
    const source = viewOf(bytes);
    let end = from;
    for (let index = 0; index < ways.length; index++) {
      const place = froms[index]!;
      const start = places[place]!;
      const length = places[place + 1]!;
      if (length < 0) {
        end = put(nulls[index]!, end);
        continue;
      }
      end = put(begins[index]!, end);
      const way = ways[index]!;
      if (way === as.string) end = quoted(source, start, length, end);
      else if (way === as.number) for (let digit = start; digit < start + length; digit++) page[end++] = bytes[digit]!;
      else if (way === as.boolean) end = put(length === 1 && bytes[start] === zero ? no : yes, end);
      else if (way === as.person) {
        const name = calls[index]!;
        end = put(named, quoted(source, start, length, end));
        end = quoted(source, places[name]!, Math.max(0, places[name + 1]!), end);
        page[end++] = closing;
      } else end += page.write(canonicalText(decode(way === as.json ? 'json' : 'instant', text(row, place))), end);
    }
    page[end++] = closing;
    return end;
  }

  return (rows) => {
    const seen: { id: string; row: SentRow }[] = [];
    let sorted = true;
    for (const row of rows) {
      findValues(row, front);
      if (!isSeen(row)) continue;
      const id = text(row, idAt);
      if (seen.length > 0 && seen.at(-1)!.id > id) sorted = false;
      seen.push({ id, row });
    }
    if (!sorted) seen.sort((a, b) => (a.id < b.id ? -1 : 1));
    const begin = used;
    let end = begin;
    for (const { row } of seen) {
      findValues(row, places);
      let size = fixed;
      // A byte becomes six at most: `\u001f`, and `1e20` in JSON becomes a number of 21 digits.
      for (let place = 1; place < places.length; place += 2) size += 6 * Math.max(0, places[place]!);
      grow(end, size);
      if (end > begin) page[end++] = comma;
      end = write(row, end);
    }
    used = end;
    return { ids: seen.map(({ id }) => id), bytes: page.subarray(begin, end) };
  };
}

/** Where texts are put together, one snapshot at a time; grows to the largest. (A buffer for each costs more than what is written there.) */
let page: Buffer;
let sheet: DataView;
let used = 0;
const usual = 256 * 1024;
/** What one enormous project took is not kept for ever. */
const mostKept = 16 * 1024 * 1024;

function takePage(size: number): void {
  page = Buffer.allocUnsafeSlow(size);
  sheet = new DataView(page.buffer);
}
takePage(usual);

/** The texts that were made are not needed any more. */
export function turnPage(): void {
  used = 0;
  if (page.length > mostKept) takePage(usual);
}

/** Makes room for so many bytes more, and for what is written beyond the end in words. */
function grow(end: number, more: number): void {
  const needed = end + more + 4;
  if (needed <= page.length) return;
  const before = page;
  takePage(2 * needed);
  before.copy(page, 0, 0, end);
}

let latest: Buffer | undefined;
let view: DataView = new DataView(new ArrayBuffer(0));
/** Rows that follow each other came in the same packets. */
function viewOf(bytes: Buffer): DataView {
  if (bytes !== latest) {
    latest = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return view;
}

// Four bytes at a time: byte by byte it takes twice as long, and for so few a call of the engine's own copy costs more than they do.

interface Piece {
  readonly words: Int32Array;
  readonly length: number;
}

function piece(text: string): Piece {
  const bytes = Buffer.from(text);
  const padded = Buffer.concat([bytes, Buffer.alloc(3 - ((bytes.length + 3) % 4))]);
  return { words: Int32Array.from({ length: padded.length / 4 }, (_, at) => padded.readInt32LE(4 * at)), length: bytes.length };
}

function put({ words, length }: Piece, end: number): number {
  for (let at = 0; at < words.length; at++) sheet.setInt32(end + 4 * at, words[at]!, true);
  return end + length;
}

/** UTF-8 as the rest of the string that `JSON.stringify` writes of it, behind the first quote. */
function quoted(source: DataView, start: number, length: number, from: number): number {
  const into = sheet;
  const stop = start + length;
  let at = start;
  let end = from;
  for (;;) {
    for (; at + 4 <= stop; at += 4, end += 4) {
      const word = source.getInt32(at, true);
      const quotes = word ^ 0x22222222;
      const slashes = word ^ 0x5c5c5c5c;
      // Is any of the four below a space, a quote or a backslash? (https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord)
      if ((((word - 0x20202020) & ~word) | ((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes)) & 0x80808080) break;
      into.setInt32(end, word, true);
    }
    if (at >= stop) break;
    const byte = source.getUint8(at++);
    const escape = escapes[byte];
    if (escape === undefined) into.setUint8(end++, byte);
    else end = put(escape, end);
  }
  into.setUint8(end, quote);
  return end + 1;
}

/** How bytes are written that do not stand for themselves in JSON. */
const escapes: readonly (Piece | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const written = JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
  return byte < 0x80 && written.length > 1 ? piece(written) : undefined;
});
const [yes, no, named] = ['true', 'false', ',"name":"'].map(piece) as [Piece, Piece, Piece];
const [quote, closing, comma, zero] = [...Buffer.from('"},0')] as [number, number, number, number];
