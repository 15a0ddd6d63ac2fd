import type { PorticoSubmitEvent, PorticoSubmittedEvent } from '../base/form.events.ts';
import type { SurveyResponse } from './survey.model.ts';

declare global {
  interface GlobalEventHandlersEventMap {
    'portico-survey-submit': PorticoSubmitEvent;
    'portico-survey-submitted': PorticoSubmittedEvent<SurveyResponse>;
  }
}
