import { expect, it } from 'vitest';
import { trainConfig } from '#/core/protocol/train';
import { flatParams } from '#/app/training/flatParams';
import { begunBy } from './begunBy';

const logged = (part: Partial<Parameters<typeof flatParams>[0]>) =>
  flatParams({
    target: 'label',
    features: ['image'],
    family: 'customNetwork',
    familyParams: {},
    config: trainConfig.parse({}),
    datasetHash: '0',
    ...part,
  });

it('reads what a run logged of the version that it began with', () => {
  const transfer = { cut: 'relu1', freeze: 'relu1' };
  expect(begunBy({ params: logged({ startFrom: 'v1', transfer }), tags: {} })).toEqual({
    startFrom: 'v1',
    transfer,
  });
  expect(begunBy({ params: logged({ startFrom: 'v1' }), tags: {} })).toEqual({ startFrom: 'v1' });
  expect(begunBy({ params: logged({}), tags: {} })).toBeUndefined();
  expect(begunBy({ params: logged({}), tags: { transferredFrom: 'v1' } })).toBe('unknown');
});
