/**
 * Rows as a server sent them. Who needs but the bytes of most values, to send them on, does not let the driver make a string of
 * each (`npm run bench -- reads`): half of what a cold read costs is making strings and throwing them away.
 */

/** The values of a row one after the other, each behind its length, in the packet that brought them. */
export interface SentRow {
  readonly bytes: Buffer;
  readonly at: number;
}

/** What we use of a packet of mysql2; it is a window that moves on, the bytes stay. */
interface Packet {
  readonly buffer: Buffer;
  readonly offset: number;
  isEOF(): boolean;
}
/** What we use of a query of mysql2: it hands every packet to a function, which answers who takes the next one. `row` takes rows, and what ends them. */
export interface Query {
  row(this: Query, packet: Packet, connection: unknown): unknown;
}

/** Takes the rows of this query, which was just asked, before the driver reads them: the rows of each of its SELECTs. */
export function takeRows(query: Query): SentRow[][] {
  const all: SentRow[][] = [];
  let rows: SentRow[] = [];
  const { row: ordinary } = query;
  query.row = function take(packet, connection) {
    if (packet.isEOF()) {
      all.push(rows);
      rows = [];
      return ordinary.call(this, packet, connection);
    }
    rows.push({ bytes: packet.buffer, at: packet.offset });
    return take;
  };
  return all;
}

/**
 * Where the first values of a row stand: `places[2 * n]` is the begin of the nth and `places[2 * n + 1]` its length, -1 for NULL
 * (https://mariadb.com/docs/server/reference/clientserver-protocol/protocol-data-types, length-encoded strings).
 */
export function findValues({ bytes, at: from }: SentRow, places: Int32Array): void {
  let at = from;
  for (let place = 0; place < places.length; place += 2) {
    const first = bytes[at++]!;
    let length = first;
    if (first === 0xfb) length = -1;
    else if (first === 0xfc) {
      length = bytes[at]! | (bytes[at + 1]! << 8);
      at += 2;
    } else if (first === 0xfd) {
      length = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
      at += 3;
    } else if (first > 0xfb) throw new RangeError('A value is longer than any packet that we take.');
    places[place] = at;
    places[place + 1] = length;
    if (length > 0) at += length;
  }
}

/** The first values of a row as text. */
export function textsIn(row: SentRow, count: number): (string | null)[] {
  const places = new Int32Array(2 * count);
  findValues(row, places);
  return Array.from({ length: count }, (_, index) => {
    const [at, length] = [places[2 * index]!, places[2 * index + 1]!];
    return length < 0 ? null : row.bytes.toString('utf8', at, at + length);
  });
}

const first = new Int32Array(2);

/** The first value of a row as text, which must not be NULL. */
export function firstText(row: SentRow): string {
  findValues(row, first);
  return row.bytes.toString('utf8', first[0], first[0]! + first[1]!);
}

/** A row of a SELECT as it came: of a server what it sent, of SQLite the values. */
export type RawRow = SentRow | unknown[];

export const isSent = (row: RawRow): row is SentRow => !Array.isArray(row);
