import type { PorticoSubmitEvent, PorticoSubmittedEvent } from '../base/form.events.ts';

declare global {
  interface GlobalEventHandlersEventMap {
    'portico-intake-submit': PorticoSubmitEvent;
    'portico-intake-submitted': PorticoSubmittedEvent<{ items: { id: string; reference: string }[] }>;
  }
}
