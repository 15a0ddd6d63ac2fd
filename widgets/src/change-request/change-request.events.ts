import type { PorticoSubmitEvent, PorticoSubmittedEvent } from '../base/form.events.ts';
import type { PorticoChangeRequest } from './change-request.ts';
import type { ChangeRequest } from './change-request.model.ts';

declare global {
  interface GlobalEventHandlersEventMap {
    'portico-change-request-submit': PorticoSubmitEvent;
    'portico-change-request-submitted': PorticoSubmittedEvent<ChangeRequest>;
    'portico-change-request-withdraw': PorticoSubmitEvent;
    'portico-change-request-withdrawn': PorticoSubmittedEvent<ChangeRequest>;
  }
  interface HTMLElementTagNameMap {
    'portico-change-request': PorticoChangeRequest;
  }
}
