/** A small file system in memory that can be filled to the brim, and emptied. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Disk {
  folder: string;
  /** Until not a byte more goes on to it. */
  fill(): void;
  empty(): void;
  close(): void;
}

/** @returns null where nothing may be mounted: not Linux, not root, a container without that right */
export function openDisk(megabytes: number): Disk | null {
  const folder = mkdtempSync(join(tmpdir(), 'portico-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  if (mounted.status !== 0) {
    rmdirSync(folder);
    return null;
  }
  const filler = join(folder, 'filler');
  let mountedStill = true;
  const close = (): void => {
    if (!mountedStill) return;
    mountedStill = false;
    spawnSync('umount', ['-l', folder], { stdio: 'ignore' });
    rmdirSync(folder);
  };
  process.once('exit', close);
  return {
    folder,
    fill() {
      const file = openSync(filler, 'a');
      try {
        for (let size = 256 * 1024; size > 0;) {
          try {
            if (writeSync(file, Buffer.alloc(size)) < size) size >>= 1;
          } catch {
            size >>= 1;
          }
        }
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(filler, { force: true }),
    close,
  };
}
