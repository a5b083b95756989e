import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { trainConfig } from '#/core/protocol/train';
import { expectation, type ControlSpec, controlSpecs, parseControl, validateControls } from './controlSpec';

const optionsOf = (registry: string) => [{ value: `${registry}-a`, label: 'A' }];
const specs = controlSpecs(trainConfig, optionsOf);
const spec = (name: string) => specs.find((candidate) => candidate.name === name) as ControlSpec;

describe('fieldSpecs', () => {
  it('reads label, hint, range and default of the training settings', () => {
    expect(spec('epochs')).toMatchObject({
      label: 'Epochs',
      kind: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: 100,
    });
    expect(spec('learningRate')).toMatchObject({ kind: 'number', above: 0 });
    expect(spec('earlyStopping').kind).toBe('boolean');
    expect(spec('backend').options?.map((o) => o.value)).toEqual(['auto', 'webgpu', 'wasm', 'cpu']);
  });

  it('takes registry choices and keeps a default that is not registered', () => {
    expect(spec('loss').options?.map((o) => o.value)).toEqual(['auto', 'losses-a']);
  });

  it('leaves out what is hidden', () => {
    expect(specs.some((candidate) => candidate.name === 'optimizerParams')).toBe(false);
  });

  it('covers every visible field, so a new setting cannot be forgotten', () => {
    const visible = Object.entries(trainConfig.shape).filter(([, field]) => !field.meta()?.hidden);
    expect(specs.map((s) => s.name)).toEqual(visible.map(([name]) => name));
  });
});

describe('typed values', () => {
  it('understands numbers and lists, and keeps what it does not understand', () => {
    expect(parseControl(spec('learningRate'), ' 1e-3 ')).toBe(0.001);
    expect(parseControl(spec('epochs'), '10 000')).toBe(10_000);
    expect(parseControl(spec('epochs'), 'many')).toBe('many');
    const hidden = controlSpecs(
      z.object({ hidden: z.array(z.int().min(1)).default([64]) }),
    )[0] as ControlSpec;
    expect(parseControl(hidden, '64, 32;16')).toEqual([64, 32, 16]);
    expect(parseControl(hidden, '64, x')).toBe('64, x');
  });

  it('says what is expected, per field', () => {
    const problems = validateControls(trainConfig, specs, { epochs: 0, learningRate: 'fast', batchSize: 32 });
    expect([...problems.keys()]).toEqual(['epochs', 'learningRate']);
    expect(problems.get('epochs')).toBe('A whole number from 1 to 100,000');
    expect(expectation(spec('learningRate'))).toBe('A number above 0 up to 10,000,000');
  });
});
