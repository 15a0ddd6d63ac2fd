import { sticky } from '../pattern.ts';
import type { Day } from './calendar.ts';
import { numeral } from './numbers.ts';
import type { Point } from './reading.ts';

export const dayInMonth = sticky`(?<d>${numeral})(?:日|号(?!楼|线|店|仓|库|机|门|位|桌|柜|馆|院|产|服|员|码|牌))|(?<bare>[12]\d|3[01]|0?[1-9])(?![\d%个月天年小点时分秒万元]|[.:]\d)`;

export const signs = (word: string | undefined): number =>
  !word ? 0 : word.startsWith('下下') ? 2 : /^[下次]/.test(word) ? 1 : word.startsWith('上上') ? -2 : word.startsWith('上') ? -1 : 0;

export const weekdayOfHan = (character: string): number => '一二三四五六日'.indexOf(character === '天' ? '日' : character) + 1;

export const day = (end: number, at: Day, more: Partial<Point> = {}): Point => ({ end, from: at, to: at, grain: 'day', ...more });
