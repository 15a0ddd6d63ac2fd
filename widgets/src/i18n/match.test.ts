import { expect, test } from 'vitest';
import { bestMatch, localized } from './match.ts';

test('a language is matched by script, then by region', () => {
  expect(bestMatch('zh', ['en', 'zh-CN'])).toBe('zh-CN');
  expect(bestMatch('zh-Hans-SG', ['en', 'zh-CN'])).toBe('zh-CN');
  expect(bestMatch('zh-TW', ['en', 'zh-CN'])).toBeUndefined();
  expect(bestMatch('en-US', ['en-GB', 'en-US'])).toBe('en-US');
  expect(bestMatch('en-AU', ['de', 'en-GB'])).toBe('en-GB');
  expect(bestMatch('not a tag', ['en'])).toBeUndefined();
});

test('a name is given in the reader’s language, else as it was written', () => {
  const entity = { name: 'Go live', translations: { 'zh-CN': { name: '正式上线' }, de: {} } };
  expect(localized(entity, 'name', 'zh', 'en')).toEqual({ text: '正式上线', lang: 'zh-CN' });
  expect(localized(entity, 'name', 'en-US', 'en')).toEqual({ text: 'Go live', lang: 'en' });
  expect(localized(entity, 'name', 'de', 'en')).toEqual({ text: 'Go live', lang: 'en' });
  expect(localized({ name: 'Go live', translations: null }, 'name', 'zh-CN', 'en')).toEqual({ text: 'Go live', lang: 'en' });
});
