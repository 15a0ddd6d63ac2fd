import type { DatabaseKind } from '../services/places.ts';

/** How large a run is; see `main.ts`. */
export interface Options {
  database: DatabaseKind;
  nodes: number;
  kills: number;
  writes: number;
  sockets: number;
  projects: number;
  seconds: number;
  /** How long a line is broken, or a service away. */
  away: number;
  seed: number;
  /** A part of the title of what is to be done alone. */
  only?: string;
}
