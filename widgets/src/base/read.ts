import { Signal, signal, type ReadonlySignal } from '@preact/signals-core';

const mirrors = new WeakMap<object, ReadonlySignal<unknown>>();

/**
 * The value of a signal, tracked by the update that runs now.
 *
 * Signals only track within their own copy of the library. A connection made by the host's own bundle comes with another
 * copy, so its signals are mirrored in ours; the mirror listens only while something here looks at it.
 */
export function read<T>(source: ReadonlySignal<T>): T {
  if (source instanceof Signal) return source.value;
  let mirror = mirrors.get(source) as ReadonlySignal<T> | undefined;
  if (!mirror) {
    let stop: () => void;
    mirror = signal<T>(source.peek(), {
      watched() {
        stop = source.subscribe((value) => {
          this.value = value;
        });
      },
      unwatched() {
        stop();
      },
    });
    mirrors.set(source, mirror);
  }
  return mirror.value;
}
