import { describe, expect, it } from 'vitest';
import { slotsOf } from '#/core/optimizers/optimizerDef';
import { optimizers } from '#/core/optimizers/registry';
import { NotElementwise, traceElementwise } from './traceElementwise';

describe('traceElementwise', () => {
  it('writes each operation once and turns numbers into uniforms', () => {
    const trace = traceElementwise({ x: 'a[i]' }, (tf, { x }) => {
      const square = tf.square(x as NonNullable<typeof x>);
      return [tf.add(square, 2), tf.sqrt(tf.mul(0.5, square))];
    });
    expect(trace.body.split('\n')).toEqual([
      'let t0 = (a[i] * a[i]);',
      'let t1 = (t0 + uniforms.c0);',
      'let t2 = (uniforms.c1 * t0);',
      'let t3 = sqrt(t2);',
    ]);
    expect(trace.results).toEqual(['t1', 't3']);
    expect(trace.constants).toEqual([2, 0.5]);
  });

  it('refuses what is not elementwise', () => {
    expect(() =>
      traceElementwise({ x: 'a[i]' }, (tf, { x }) => [tf.sum(x as NonNullable<typeof x>)]),
    ).toThrow(NotElementwise);
  });

  it.each(optimizers.all.map((optimizer) => [optimizer.type, optimizer] as const))(
    'takes %s, with the same shader in every step',
    (_type, optimizer) => {
      const { update, params } = optimizer;
      const slots = slotsOf(optimizer, params.parse({}));
      const traceStep = (step: number) =>
        traceElementwise(
          Object.fromEntries(['weight', 'gradient', ...slots].map((name) => [name, name])),
          (tf, tensors) => {
            const named = Object.fromEntries(slots.map((slot) => [slot, tensors[slot] as never]));
            const { weight, gradient } = tensors as Record<string, never>;
            const input = {
              weight,
              gradient,
              slots: named,
              learningRate: 0.1 / step,
              step,
              decay: true,
            } as never;
            const next = update(tf, input, params.parse({}));
            return [next.weight, ...slots.map((slot) => next.slots[slot] as never)];
          },
        );
      const [first, later] = [traceStep(1), traceStep(50)];
      expect(later.body).toBe(first.body);
      expect(later.constants).not.toEqual(first.constants);
      expect(first.results).toHaveLength(1 + slots.length);
    },
  );
});
