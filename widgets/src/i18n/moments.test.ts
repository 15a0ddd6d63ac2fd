import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ago } from './moments.ts';

/** Noon here, wherever that is. */
const noon = new Date(2026, 10, 21, 12).getTime();
const hours = (count: number, lang = 'en'): string => ago(noon - count * 3_600_000, lang);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

test('how long ago, in the largest unit that still says something', () => {
  expect([0, 0.5, 2, 23, 24 * 46].map((count) => hours(count))).toEqual([
    'now',
    '30 minutes ago',
    '2 hours ago',
    '23 hours ago',
    '2 months ago',
  ]);
  expect([hours(2, 'zh-CN'), hours(24, 'zh-CN')]).toEqual(['2小时前', '昨天']);
});

test('yesterday is the day before today, however few hours are between', () => {
  expect([24, 35, 37, 60, 61].map((count) => hours(count))).toEqual(['yesterday', 'yesterday', '2 days ago', '2 days ago', '3 days ago']);
});
