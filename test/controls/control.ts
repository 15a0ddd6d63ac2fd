/** One control that stands between an attacker and the data, how to take it away, and the suite that has to notice. */
export interface Control {
  /** What it holds, in words for the table. */
  name: string;
  /** Of the test plan for security. */
  id: string;
  file: string;
  /** Stands in the file exactly once. */
  from: string;
  to: string;
  /** Test files, as Vitest's filter takes them. */
  suite: string;
  /** What it runs on, where that matters; default `sqlite`. */
  dialect?: 'sqlite' | 'mariadb';
}
