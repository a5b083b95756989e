import { expect, it } from 'vitest';
import { unlearnt } from '#/core/explain/gradient/unlearnt';
import { withheldMethods } from './withheldMethods';

it('a method that was found to say nothing of a version is withheld for that version only', () => {
  const error = unlearnt('Saliency', [0.9, -0.8, 0.75]).toInfo();
  const job = { kind: 'explain' as const, input: { modelVersionId: 'v1', method: 'saliency' }, error };
  const other = { kind: 'explain' as const, input: { modelVersionId: 'v1', method: 'shapley' } };
  expect([...withheldMethods([job, other], 'v1').keys()]).toEqual(['saliency']);
  expect(withheldMethods([job, other], 'v1').get('saliency')).toContain('rank correlation 0.80');
  expect(withheldMethods([job], 'v2').size).toBe(0);
});
