import { define } from '../base/define.ts';
import { PorticoSurvey } from './survey.ts';

define('portico-survey', PorticoSurvey);

export { PorticoSurvey };
