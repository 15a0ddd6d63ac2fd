import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ofHouse } from '../controls/house.ts';
import { ofPeople } from '../controls/people.ts';
import { root } from './sources.ts';

it('every control that npm run test:controls takes away is still where the list says, once', () => {
  const lost = [...ofPeople, ...ofHouse].filter(({ file, from }) => readFileSync(join(root, file), 'utf8').split(from).length !== 2);
  expect(lost.map(({ name, file }) => `${name}: ${file}`)).toEqual([]);
});
