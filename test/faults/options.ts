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
  seed: number;
}
