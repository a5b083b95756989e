/**
 * Every network a family makes of its examples, with random weights: our answer and that of PyTorch running the code.
 * Needs a Python with torch: python3, or what TORCH_PYTHON names. Without one it is left out.
 */
import { expect, it } from 'vitest';
import { pythonWith, runCases } from '../../../../test/support/codeCases';
import { torchModule } from './torchModule';

const python = pythonWith('torch', 'TORCH_PYTHON');

it.skipIf(!python)('what is written in PyTorch answers alike', { timeout: 600_000 }, async () => {
  const { said, wrong, count } = await runCases(python ?? '', 'scripts/torchParity.py', torchModule);
  expect(wrong).toEqual([]);
  expect(said).toHaveLength(count);
});
