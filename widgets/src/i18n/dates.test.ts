import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { civilDate, dayNumber, fullDate, percent, relativeDays, shortDate, untilMidnight } from './dates.ts';

const at = Date.parse('2026-11-21T16:30:00Z');

describe('civil dates', () => {
  test('today is the date on the wall where the project is', () => {
    expect(civilDate(at, 'Asia/Shanghai')).toBe('2026-11-22');
    expect(civilDate(at, 'America/New_York')).toBe('2026-11-21');
    expect(civilDate(at, 'Not/AZone')).toBe('2026-11-21');
  });

  test('midnight comes when the date changes, in every zone', () => {
    const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(...zones), (instant, zone) => {
        const left = untilMidnight(instant, zone);
        expect(left).toBeGreaterThan(0);
        expect(left).toBeLessThanOrEqual(86_400_000);
        // Summer time moves midnight by an hour at most; the controller looks again then.
        expect(civilDate(instant + left + 3_600_000, zone)).not.toBe(civilDate(instant, zone));
      }),
    );
  });

  test('day numbers count days, over leap years and summer time', () => {
    expect(dayNumber('2028-03-01') - dayNumber('2028-02-28')).toBe(2);
    expect(dayNumber('2026-03-30') - dayNumber('2026-03-28')).toBe(2);
  });
});

describe('dates in words', () => {
  test('a Chinese date has a space before its weekday, an English one begins with it', () => {
    expect(fullDate('2026-11-21', 'zh-CN')).toBe('2026年11月21日 周六');
    expect(fullDate('2026-11-21', 'en')).toBe('Sat, 21 Nov 2026');
    expect(fullDate('2026-11-21', 'en-US')).toBe('Sat, Nov 21, 2026');
    expect(shortDate('2026-11-21', 'zh-CN')).toBe('11月21日');
    expect(shortDate('2026-11-21', 'en')).toBe('21 Nov');
  });

  test('what is far is counted in weeks and months', () => {
    expect([1, 3, 21, 90, -4, -9766].map((days) => relativeDays(days, 'en'))).toEqual([
      'tomorrow',
      'in 3 days',
      'in 3 weeks',
      'in 3 months',
      '4 days ago',
      '27 years ago',
    ]);
    expect(relativeDays(2, 'zh-CN')).toBe('后天');
    expect(percent(48, 'en')).toBe('48%');
  });
});
