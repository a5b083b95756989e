import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { buildArch } from '../../families/buildArch';
import { families } from '../../families/registry';
import type { ArchSpec } from '../../arch/archSpec';
import { parseArch } from '../../arch/parseArch';
import { torchModule } from '../torch/torchModule';
import { kerasModule } from './kerasModule';

const arch = (nodes: Partial<ArchSpec['nodes'][number]>[], shape: number[]): ArchSpec =>
  parseArch({
    version: 1,
    inputs: [{ name: 'input', shape }],
    nodes: nodes.map((node) => ({ params: {}, inputs: ['input'], ...node })),
    outputs: [{ name: 'output', node: nodes.at(-1)?.id }],
  });

it('writes a line for each layer, a place for each array, and only the helpers that it uses', () => {
  const code = kerasModule(
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
  expect(code).toContain('input = keras.Input((5, 2), name="input")');
  expect(code).toContain(
    'conv_1 = layers.Conv1D(4, 3, name="conv_1")(ops.pad(input, ((0, 0), (1, 1), (0, 0))))  # 5 x 4',
  );
  expect(code).toContain('lambda_ = layers.LSTM(2, name="lambda_")(conv_1)');
  expect(code).toContain('put("conv_1", w("conv-1/kernel").reshape(3, 2, 4), w("conv-1/bias"))');
  expect(code).toContain('def load(path="my.safetensors"):');
  expect(code).toContain('def gates(');
  expect(code).not.toContain('def curves(');
});

it('names the layer that it cannot write', () => {
  const both = { filters: 1, kernel: [2], stride: [2], dilation: [2] };
  expect(() => kerasModule(arch([{ id: 'c', type: 'conv1d', params: both }], [9, 2]), 'x')).toThrow(
    expect.objectContaining({ code: 'unsupported', place: 'c' }),
  );
});

/** How many parse, and the names that they read and nobody gives. */
const namesOf = `
import ast, builtins, json, sys
programs = json.load(sys.stdin)
unknown = set()
for program in programs:
    given, read = set(dir(builtins)) | {"__name__"}, set()
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else given).add(node.id)
        elif isinstance(node, ast.arg):
            given.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            given.add(node.name)
        elif isinstance(node, ast.alias):
            given.add((node.asname or node.name).split(".")[0])
    unknown |= read - given
print(len(programs), sorted(unknown))
`;

it('writes every family in Keras and in PyTorch, as Python that parses and knows its names', () => {
  const programs = families.all
    .filter(({ build }) => build)
    .flatMap((family) =>
      family.examples.flatMap(({ params, ...data }) => {
        const network = buildArch(family, data, params);
        return [kerasModule(network, 'w'), torchModule(network, 'w')];
      }),
    );
  expect(programs.length).toBeGreaterThan(60);
  const { error, stdout, stderr } = spawnSync('python3', ['-c', namesOf], {
    input: JSON.stringify(programs),
    encoding: 'utf8',
  });
  // Where there is no Python, the programs are at least written.
  if (!error) expect(stdout.trim(), stderr).toBe(`${programs.length} []`);
});
