/** What has come in while one looks: new, or moved on by somebody else, and not opened yet. */
export function createNews(changed) {
  /** id → the revision that was seen. */
  const seen = new Map();
  const fresh = new Map();
  /** Written by this page: its own events are no news. */
  const mine = new Set();

  return {
    /** Compares a panel's entities with what was seen; the first time everything was. Answers what is news now and was not before. */
    watch(panel, entities) {
      if (!seen.has(panel)) {
        seen.set(panel, new Map(entities.map(({ id, rev }) => [id, rev])));
        fresh.set(panel, new Set());
        return [];
      }
      const known = seen.get(panel);
      const marked = fresh.get(panel);
      return entities.filter(({ id, rev }) => {
        if (rev <= (known.get(id) ?? 0)) return false;
        known.set(id, rev);
        if (mine.has(id) || marked.has(id)) return false;
        marked.add(id);
        return true;
      });
    },
    isNew: (panel, id) => fresh.get(panel)?.has(id) ?? false,
    count: (panel) => fresh.get(panel)?.size ?? 0,
    /** It was opened. */
    open(panel, ...ids) {
      if (ids.map((id) => fresh.get(panel)?.delete(id)).some(Boolean)) changed();
    },
    /** Runs a write of this page on an entity. */
    async own(id, write) {
      mine.add(id);
      try {
        return await write();
      } finally {
        // Its event may come a moment after its answer.
        setTimeout(() => mine.delete(id), 1500);
      }
    },
    /** Another project: what was seen of the last one says nothing. */
    forget(panels) {
      for (const panel of panels) {
        seen.delete(panel);
        fresh.delete(panel);
      }
    },
  };
}
