import { describe, expect, it } from 'vitest';
import { parseArch } from '../arch/parseArch';
import { inferShapes, weightSpecs } from '../arch/shapes';
import { sizeOf } from '../arch/sizeOf';
import { trainConfig } from '../protocol/train';
import { learnerOf } from '../learners/registry';
import { buildArch } from './buildArch';
import { tasks } from '../tasks/registry';
import { families } from './registry';
import { changeSize, sizeNames, sizeOfSettings, withSize } from './sizes';
import { answersTask, suits } from './suits';

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
      ({ inputShape, outputWidth, columns, task, levels, params }) => {
        const arch = buildArch(family, { inputShape, outputWidth, columns, task, levels }, params);
        expect(inferShapes(arch).get(arch.outputs[0]?.node ?? '')).toEqual([outputWidth]);
        const raw = family.build?.({ inputShape, outputWidth, columns, task }, family.params.parse(params));
        expect(parseArch(JSON.parse(JSON.stringify(raw)))).toEqual(raw);
      },
    );

    it.each([10, 5_000, 1_000_000])('has defaults that fit the training settings, for %d rows', (rows) => {
      for (const { type: task } of tasks.all.filter(({ type }) => answersTask(family, type))) {
        const defaults = family.defaults({ rows, width: 10, task });
        expect(trainConfig.parse(defaults)).toMatchObject(defaults);
      }
    });

    it('has sizes that its settings are known by, each with more weights than the one before', () => {
      if (!family.sizes) return;
      const weights = sizeNames.map((size) => {
        const params = withSize(family, size);
        expect(sizeOfSettings(family, params)).toBe(size);
        expect(sizeOfSettings(family, family.params.parse(params) as Record<string, unknown>)).toBe(size);
        const [data] = family.examples;
        if (!data) throw new Error('an example');
        const arch = buildArch(family, data, params);
        return weightSpecs(arch).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
      });
      expect(weights).toEqual(weights.toSorted((a, b) => a - b));
      expect(new Set(weights).size).toBe(sizeNames.length);
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

describe('sizes', () => {
  const cnn2d = families.get('cnn2d');

  it('give way to settings, and leave those alone that they do not set', () => {
    expect(withSize(cnn2d, 'M', { filters: [5] })).toEqual({ filters: [5] });
    expect(withSize(cnn2d, undefined, { dropout: 0.1 })).toEqual({ dropout: 0.1 });
    expect(sizeOfSettings(cnn2d, { filters: [5] })).toBeUndefined();
    expect(sizeOfSettings(cnn2d, { dropout: 0.1 })).toBe('S');
    const large = changeSize(cnn2d, 'L', { filters: [5], dropout: 0.1 });
    expect(large).toMatchObject({ convolutions: 2, dropout: 0.1 });
    expect(sizeOfSettings(cnn2d, large)).toBe('L');
    expect(changeSize(cnn2d, 'S', large)).toEqual({ dropout: 0.1 });
  });

  it('are refused where a family has none', () => {
    expect(() => withSize(families.get('knn'), 'M')).toThrow(
      expect.objectContaining({ code: 'badInput', place: 'size' }),
    );
  });
});

it('labels of pixels are for kinds that may have masks', () => {
  const unet = families.get('unet');
  expect(suits(unet, 'images', 'segmentation')).toBe(true);
  expect(suits(unet, 'audio', 'segmentation')).toBe(false);
});

it('images that are made again are moved in training, and never given noise that the answer would have', () => {
  expect(families.get('vae').augment?.({ varyPlace: 0.1 }, 'reconstruction')).toEqual([
    { type: 'shift', params: { most: 0.1 } },
  ]);
  const { augment } = families.get('cnn2d');
  expect(augment?.({ addNoise: 0.1, mirror: 0.5 }, 'reconstruction')).toEqual([
    { type: 'flip', params: { chance: 0.5 } },
  ]);
  expect(augment?.({ mirror: 0.5 }, 'regression')).toEqual([]);
});

it('a small image leaves both networks of a gan all their levels, and an autoencoder those it has room for', () => {
  const names = (family: string, side: number) =>
    buildArch(families.get(family), { inputShape: [side, side, 1], outputWidth: side * side }, {})
      .nodes.map(({ id }) => id)
      .filter((id) => /^(in|up)\d$/.test(id));
  expect(names('gan', 8)).toEqual(['in1', 'in2', 'up2']);
  expect(names('gan', 28)).toEqual(['in1', 'in2', 'up2', 'up1']);
  expect(names('autoencoder', 8)).toEqual(['in1', 'up1']);
});
