import { expect, it } from 'vitest';
import type { ArchSpec } from '../../arch/archSpec';
import { parseArch } from '../../arch/parseArch';
import { torchModule } from './torchModule';

const arch = (nodes: Partial<ArchSpec['nodes'][number]>[], shape: number[]): ArchSpec =>
  parseArch({
    version: 1,
    inputs: [{ name: 'input', shape }],
    nodes: nodes.map((node) => ({ params: {}, inputs: ['input'], ...node })),
    outputs: [{ name: 'output', node: nodes.at(-1)?.id }],
  });

it('writes a line for each layer, a place for each weight, and only the helpers that it uses', () => {
  const code = torchModule(
    arch(
      [
        { id: 'conv-1', type: 'conv1d', params: { filters: 4, kernel: [3], padBegin: [1], padEnd: [1] } },
        { id: 'lambda', type: 'lstm', inputs: ['conv-1'], params: { units: 2 } },
        { id: 'out', type: 'dense', inputs: ['lambda'], params: { units: 3 } },
      ],
      [5, 2],
    ),
    'my.safetensors',
  );
  expect(code).toContain('self.conv_1 = nn.Conv1d(2, 4, 3, padding=1)');
  expect(code).toContain('conv_1 = self.conv_1(input.movedim(-1, 1)).movedim(1, -1)  # 5 x 4');
  expect(code).toContain('self.lambda_ = nn.LSTM(4, 2, batch_first=True)');
  expect(code).toContain('"conv_1.weight": w("conv-1/kernel").reshape(3, 2, 4).permute(2, 1, 0),');
  expect(code).toContain('"out.weight": w("out/kernel").T,');
  expect(code).toContain('def load(path="my.safetensors"):');
  expect(code).toContain('def gates(');
  expect(code).not.toContain('def curves(');
  expect(code).toContain('        return out\n');
});

it('names the layer that it cannot write', () => {
  expect(() =>
    torchModule(
      arch(
        [{ id: 'small', type: 'pool4d', params: { size: [2, 2, 2, 2], padBegin: [1, 0, 0, 0] } }],
        [4, 2, 2, 2, 1],
      ),
      'x',
    ),
  ).toThrow(
    expect.objectContaining({
      code: 'unsupported',
      place: 'small',
      message: expect.stringContaining('pool4d'),
    }),
  );
});
