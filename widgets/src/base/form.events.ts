import { PorticoEvent } from './events.ts';

/** `portico-survey-submit` and its like: somebody wants to send a form. Cancel it to hold it back. */
export class PorticoSubmitEvent extends PorticoEvent<{ project: string; input: Readonly<Record<string, unknown>> }> {
  constructor(name: string, detail: PorticoSubmitEvent['detail']) {
    super(`portico-${name}`, detail, true);
  }
}

/** `portico-survey-submitted` and its like: the server has it. `result` is its answer, null where another tab had it. */
export class PorticoSubmittedEvent<Result = unknown> extends PorticoEvent<{ project: string; result: Result | null }> {
  constructor(name: string, detail: PorticoSubmittedEvent<Result>['detail']) {
    super(`portico-${name}`, detail);
  }
}
