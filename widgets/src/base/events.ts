import type { PorticoError } from '@portico/sdk';

/** What is common to all events of Portico: they bubble, and they cross shadow roots. */
export class PorticoEvent<Detail> extends Event {
  readonly detail: Detail;
  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    this.detail = detail;
  }
}

/** The first data of a project is on the page. */
export class PorticoReadyEvent extends PorticoEvent<{ project: string }> {
  constructor(project: string) {
    super('portico-ready', { project });
  }
}

/** What went wrong, in a form to branch on; `error` carries more where it came from the server. */
export interface Fault {
  code: string;
  message: string;
  requestId?: string | undefined;
  error?: PorticoError;
}

/** The widget cannot show its data; it says so itself and offers to try again. */
export class PorticoErrorEvent extends PorticoEvent<Fault> {
  constructor(fault: Fault) {
    super('portico-error', fault);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'portico-ready': PorticoReadyEvent;
    'portico-error': PorticoErrorEvent;
  }
}
