import { PorticoEvent } from './events.ts';

/** `portico-<thing>-submit`: somebody wants to send a form. Cancel it to hold it back. */
export class PorticoSubmitEvent extends PorticoEvent<{ project: string; input: Readonly<Record<string, unknown>> }> {
  constructor(thing: string, detail: PorticoSubmitEvent['detail']) {
    super(`portico-${thing}-submit`, detail, true);
  }
}

/** `portico-<thing>-submitted`: the server has it. `result` is its answer, null where another tab had it. */
export class PorticoSubmittedEvent<Result = unknown> extends PorticoEvent<{ project: string; result: Result | null }> {
  constructor(thing: string, detail: PorticoSubmittedEvent<Result>['detail']) {
    super(`portico-${thing}-submitted`, detail);
  }
}
