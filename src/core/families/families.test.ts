import { describe, expect, it } from 'vitest';
import { parseArch } from '../arch/parseArch';
import { inferShapes } from '../arch/shapes';
import { trainConfig } from '../protocol/train';
import { learnerOf } from '../learners/registry';
import { buildArch } from './buildArch';
import { tasks } from '../tasks/registry';
import { families } from './registry';
import { answersTask } from './suits';

for (const family of families.all) {
  describe(family.title, () => {
    it('builds a network where its learner trains one', () => {
      expect(family.build !== undefined).toBe(learnerOf(family).network);
      expect(family.examples.length).toBeGreaterThan(0);
    });

    it.each(family.examples)('takes its settings: %j', ({ params }) => {
      expect(family.params.parse(params)).toMatchObject(params);
    });

    it.each(family.build ? family.examples : [])(
      'builds a complete, valid network: %j',
      ({ inputShape, outputWidth, task, params }) => {
        const arch = buildArch(family, { inputShape, outputWidth, task }, params);
        expect(inferShapes(arch).get(arch.outputs[0]?.node ?? '')).toEqual([outputWidth]);
        const raw = family.build?.({ inputShape, outputWidth, task }, family.params.parse(params));
        expect(parseArch(JSON.parse(JSON.stringify(raw)))).toEqual(raw);
      },
    );

    it.each([10, 5_000, 1_000_000])('has defaults that fit the training settings, for %d rows', (rows) => {
      for (const { type: task } of tasks.all.filter(({ type }) => answersTask(family, type))) {
        const defaults = family.defaults({ rows, width: 10, task });
        expect(trainConfig.parse(defaults)).toMatchObject(defaults);
      }
    });

    it('labels every setting', () => {
      for (const [name, schema] of Object.entries(
        (family.params as unknown as { shape: Record<string, { meta(): unknown }> }).shape,
      )) {
        expect(schema.meta(), name).toMatchObject({ label: expect.any(String), hint: expect.any(String) });
      }
    });
  });
}

it('places a wrong family setting', () => {
  expect(() =>
    buildArch(families.get('mlp'), { inputShape: [4], outputWidth: 3 }, { hiddenLayers: [16, 0] }),
  ).toThrow(expect.objectContaining({ code: 'badInput', place: 'familyParams.hiddenLayers.1' }));
});
