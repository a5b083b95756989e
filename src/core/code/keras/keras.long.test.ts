/**
 * Every network a family makes of its examples, with random weights: our answer and that of Keras running the code.
 * Needs a Python with Keras 3 and something underneath: python3, or what KERAS_PYTHON names. Without one it is left out.
 */
import { expect, it } from 'vitest';
import { pythonWith, runCases } from '../../../../test/support/codeCases';
import { kerasModule } from './kerasModule';

const python = pythonWith('keras', 'KERAS_PYTHON');

it.skipIf(!python)('what is written in Keras answers alike', { timeout: 1_200_000 }, async () => {
  const { said, wrong, count } = await runCases(python ?? '', 'scripts/kerasParity.py', kerasModule);
  expect(wrong).toEqual([]);
  expect(said).toHaveLength(count);
});
