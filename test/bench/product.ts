/** The product as `portico serve` runs it, in a process of its own. */
import { createPortico } from '@portico/server';
import { serve } from './child.ts';

const portico = createPortico();

serve({
  start: () => portico.start(),
  stop: () => portico.stop(),
  /** As after a restart. */
  forget: () => portico.runtime.snapshots.kept.clear(),
});
