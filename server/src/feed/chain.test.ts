import { canonical } from '@portico/sdk/hash';
import { expect, it } from 'vitest';
import { genesis, linkHash, sha256, type Link } from './chain.ts';

it('a link is hashed as its RFC 8785 form with the hash before it', () => {
  const link: Link = {
    stream: 'project:prj_1:team',
    epoch: 'a7b04eb44561',
    seq: 9_007_199_254_740_991,
    type: 'milestone.updated',
    entity: 'milestones',
    id: 'mst_1',
    rev: 3,
    at: '2026-11-22T12:27:02.596Z',
    actor: { name: '王磊 "Lei"\u2028\ud83d\ude00', kind: 'member', id: 'mbr_1' },
    dataHash: sha256('null'),
  };
  expect(linkHash(genesis, link)).toBe(sha256(canonical({ previous: genesis, ...link })));
  expect(linkHash(genesis, { ...link, actor: { kind: 'system' } })).toBe(
    sha256(canonical({ ...link, actor: { kind: 'system' }, previous: genesis })),
  );
  // Independent of us: `printf %s '{"a":1}' | sha256sum`.
  expect(sha256('{"a":1}')).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
});
