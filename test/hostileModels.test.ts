/**
 * Model files that are damaged, too large, or made to harm, through the import that everybody uses: each is refused by name
 * and place with what to do, and neither a model, a version nor a byte of it stays. Those of every opset that is read answer.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { bytes, int, model, node, text, through, varint, weights } from '#/core/onnxFile/onnxForTest';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`hostile-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const input = (name: string, element = 1, dims: number[] = [2]): number[] => {
  const shape = dims.flatMap((dim) => bytes(1, int(1, dim)));
  return [...text(1, name), ...bytes(2, bytes(1, [...int(1, element), ...bytes(2, shape)]))];
};
/** y = Relu(x), of values of a type. */
const relu = (element = 1, ...more: number[][]): number[] => [
  ...bytes(11, input('x', element)),
  ...node('Relu', ['x'], ['y']),
  ...bytes(12, input('y', element)),
  ...more.flat(),
];
const outside = bytes(13, [...text(1, 'location'), ...text(2, '../../etc/passwd')]);
const missing = bytes(13, [...text(1, 'location'), ...text(2, 'weights.bin')]);

function millionNodes(): Uint8Array {
  const one = Uint8Array.from(node('Relu', ['x'], []));
  const head = [...int(1, 8), ...varint(7 * 8 + 2), ...varint(one.length * 1_000_000)];
  const file = new Uint8Array(head.length + one.length * 1_000_000);
  file.set(head);
  for (let i = 0; i < 1_000_000; i++) file.set(one, head.length + i * one.length);
  return file;
}

/** Of parts that are the same bytes, so that they are held once. */
function twoGigabytes(): File {
  const part = new Blob([new Uint8Array(2 ** 24)]);
  return new File(new Array<Blob>(128).fill(part), 'huge.onnx');
}

async function imported(files: File[]) {
  const { jobId, modelId } = await run('models.import', { files });
  return { modelId, job: await run('jobs.wait', { id: jobId }) };
}

const cases: [name: string, file: () => Uint8Array | File, code: string, message: RegExp][] = [
  [
    'weights that are not beside it',
    () => model(relu(1, weights([3], missing, int(14, 1)))),
    'notFound',
    /weights\.bin/,
  ],
  [
    'weights outside the folder',
    () => model(relu(1, weights([3], outside, int(14, 1)))),
    'badInput',
    /no file beside/,
  ],
  ['a huge size', () => model(relu(1, weights([2n ** 40n, 2n ** 40n]))), 'badInput', /more than any machine/],
  ['a negative size', () => model(relu(1, weights([-1n, 3]))), 'badInput', /negative size/],
  [
    'a circle',
    () =>
      model([
        ...bytes(11, input('x')),
        ...node('Add', ['x', 'a'], ['b']),
        ...node('Relu', ['b'], ['a']),
        ...bytes(12, input('a')),
      ]),
    'badInput',
    /goes in a circle/,
  ],
  ['a million nodes', millionNodes, 'unsupported', /more than 200,000 nodes/],
  ['two gigabytes', twoGigabytes, 'unsupported', /The model is 2.*opens up to/],
  ['opset 6', () => model(relu(), 6), 'unsupported', /opset 6; opsets 7 to 26/],
  ['opset 27', () => model(relu(), 27), 'unsupported', /opset 27/],
  [
    'an operator of nobody',
    () => model([...bytes(11, input('x')), ...node('Mystery', ['x'], ['y']), ...bytes(12, input('y'))]),
    'unsupported',
    /Mystery/,
  ],
  [
    'an operator of a foreign domain',
    () => model(through(node('Foo', ['x'], ['z'], text(7, 'com.foo')))),
    'unsupported',
    /com\.foo/,
  ],
  [
    'weights that are too short',
    () => model(relu(1, weights([3], bytes(9, [0, 0, 0])))),
    'badInput',
    /3 bytes for float \[3\]/,
  ],
  ['a file cut off', () => model(relu()).slice(0, 40), 'badInput', /./],
];

it.each(cases)('%s', { timeout: 120_000 }, async (_name, make, code, message) => {
  const made = make();
  const file = made instanceof File ? made : new File([made as Uint8Array<ArrayBuffer>], 'bad.onnx');
  const before = await run('models.list', {});
  const { modelId, job } = await imported([file]);
  expect(job.status).toBe('failed');
  expect(job.error).toMatchObject({
    code,
    message: expect.stringMatching(message),
    place: expect.stringContaining(file.name),
    hint: expect.any(String),
  });
  expect(await run('models.list', {})).toEqual(before);
  await expect(run('models.get', { id: modelId })).rejects.toThrow('no such model');
});

it.each(Array.from({ length: 20 }, (_, i) => i + 7))('a file of opset %d answers', async (opset) => {
  const ir = opset < 9 ? 3 : opset < 21 ? 8 : 10;
  const file = new File([model(relu(), opset, ir) as Uint8Array<ArrayBuffer>], 'good.onnx');
  const { modelId, job } = await imported([file]);
  expect(job.error).toBeUndefined();
  const { predictions } = await run('inference.predict', { modelId, arrays: { x: [-1, 2] } });
  expect([...(predictions[0]?.arrays?.[0]?.data ?? [])]).toEqual([0, 2]);
});

const scalarHalf = bytes(5, [...int(2, 10), ...text(8, 'half'), ...bytes(9, [0x00, 0x41])]);
const constants = {
  half: scalarHalf,
  eights: bytes(5, [...int(1, 2), ...int(2, 3), ...text(8, 'eights'), ...bytes(9, [0xfe, 0x05])]),
  step: bytes(5, [...int(2, 1), ...text(8, 'step'), ...bytes(9, [0, 0, 0, 0x3f])]),
};
const toFloat = bytes(5, [...text(1, 'to'), ...int(3, 1), ...int(20, 2)]);
it.each([
  // 2.5 as binary16.
  ['half precision', [...node('Cast', ['half'], ['w'], toFloat), ...constants.half], [2.5, -5]],
  // -2 and 5 in steps of a half.
  [
    'eight bits',
    [...node('DequantizeLinear', ['eights', 'step'], ['w']), ...constants.eights, ...constants.step],
    [-1, -5],
  ],
])('weights of %s answer', async (_name, made, answers) => {
  const graph = [
    ...bytes(11, input('x')),
    ...made,
    ...node('Mul', ['x', 'w'], ['y']),
    ...bytes(12, input('y')),
  ];
  const { modelId, job } = await imported([
    new File([model(graph) as Uint8Array<ArrayBuffer>], 'small.onnx'),
  ]);
  expect(job.error).toBeUndefined();
  const { predictions } = await run('inference.predict', { modelId, arrays: { x: [1, -2] } });
  expect([...(predictions[0]?.arrays?.[0]?.data ?? [])]).toEqual(answers);
});

it('inputs of a huge size take nothing until they are given, and then their shape is asked for', async () => {
  const graph = [
    ...bytes(11, input('x', 1, [2 ** 30, 2 ** 30])),
    ...node('Relu', ['x'], ['y']),
    ...bytes(12, input('y', 1, [2 ** 30, 2 ** 30])),
  ];
  const { modelId, job } = await imported([new File([model(graph) as Uint8Array<ArrayBuffer>], 'wide.onnx')]);
  expect(job.error).toBeUndefined();
  await expect(run('inference.predict', { modelId, arrays: { x: [1, 2] } })).rejects.toThrow(
    '"x" has 2 values, which do not fill its shape',
  );
});
