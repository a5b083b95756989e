import { expect, it } from 'vitest';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import { writeModel } from '../onnx/writeModel';
import { readOnnxFile } from './readOnnxFile';
import { limits } from './limits';
import { bytes, int, model, node, text, through, varint, weights } from './onnxForTest';
import { brainToNumber, halfToNumber } from '../halfFloats';
import { tensorValues } from './tensorValues';

it('reads what our writer wrote, values and all', () => {
  const graph = createGraphBuilder(['y']);
  const x = graph.input('x', 'float', [null, 3]);
  const w = graph.constant('float', [3, 2], Float32Array.of(1, 2, 3, 4, 5, Math.PI), 'kernel');
  graph.output(graph.node('Gemm', [x, w], { alpha: 0.5, transB: 0n }), 'y', 'float', [null, 2]);
  const file = readOnnxFile(
    writeModel(graph.build(), { name: 'tiny', opset: 17, metadata: new Map([['a', '1']]) }),
  );
  expect(file).toMatchObject({ irVersion: 8, producer: 'tetrad', metadata: [['a', '1']] });
  expect(file.graph.inputs[0]?.type?.text).toBe('float [batch, 3]');
  const [kernel] = file.graph.initializers;
  expect(kernel && [...tensorValues(kernel)]).toEqual([1, 2, 3, 4, 5, Math.fround(Math.PI)]);
  expect(file.graph.nodes[0]).toMatchObject({
    opType: 'Gemm',
    attributes: [
      { name: 'alpha', type: 'float', value: 0.5 },
      { name: 'transB', type: 'int', value: 0n },
    ],
  });
});

it('reads values wherever ONNX lets them stand', () => {
  const of = (element: number, ...fields: number[][]) => {
    const tensor = bytes(5, [...int(1, 2), ...int(2, element), ...text(8, 'W'), ...fields.flat()]);
    const [read] = readOnnxFile(model(through(tensor))).graph.initializers;
    return read && [...tensorValues(read)];
  };
  expect(of(10, bytes(9, [0x00, 0x3c, 0x00, 0xc0]))).toEqual([1, -2]);
  expect(of(10, bytes(5, [...varint(0x3c00), ...varint(0xc000)]))).toEqual([1, -2]);
  expect(of(16, bytes(9, [0x80, 0x3f, 0x00, 0xc0]))).toEqual([1, -2]);
  expect(of(7, int(7, -5), int(7, 6))).toEqual([-5, 6]);
  expect(of(3, bytes(5, [...varint(-128), ...varint(127)]))).toEqual([-128, 127]);
  expect(of(22, bytes(9, [0xf7]))).toEqual([7, -1]);
  expect(of(8, text(6, 'a'), text(6, 'ü'))).toEqual(['a', 'ü']);
  expect([halfToNumber(0x7c00), halfToNumber(1), brainToNumber(0x7f80)]).toEqual([
    Infinity,
    2 ** -24,
    Infinity,
  ]);
});

it.each([
  ['nothing', new Uint8Array(), 'it holds no graph'],
  ['a table', new TextEncoder().encode('a,b\n1,2\n'), 'no whole ONNX file'],
  ['a file that was cut off', model(through()).slice(0, 20), 'are left'],
  ['a negative size', model(through(weights([-1n, 3]))), '"W" have a negative size: [-1, 3]'],
  ['a huge size', model(through(weights([2n ** 40n, 2n ** 40n]))), 'more than any machine holds'],
  [
    'weights that are too short',
    model(through(weights([3], bytes(9, [0, 0, 0])))),
    '3 bytes for float [3], which are 12',
  ],
  ['an element type of nowhere', model(through(bytes(5, [...int(2, 99), ...text(8, 'W')]))), 'number 99'],
  [
    'a circle',
    model([
      ...node('Add', ['a', 'b'], ['b2']),
      ...node('Relu', ['b2'], ['a']),
      ...bytes(11, text(1, 'b')),
      ...bytes(12, text(1, 'a')),
    ]),
    'goes in a circle: node "b2" (Add), node "a" (Relu)',
  ],
  [
    'a node without its input',
    model([...node('Relu', ['z'], ['y']), ...bytes(12, text(1, 'y'))]),
    'reads "z", which nothing makes',
  ],
  ['a value that is made twice', model(through(node('Relu', ['x'], ['y']))), '"y" is made twice'],
  ['opset 6', model(through(), 6), 'opset 6; opsets 7 to 26'],
  ['opset 27', model(through(), 27), 'opset 27'],
  ['a later format', model(through(), 17, 99), 'version 99 of the ONNX format'],
  [
    'a foreign domain',
    model(through(node('Foo', ['x'], ['z'], text(7, 'com.foo')))),
    'Foo is of the domain "com.foo"',
  ],
  [
    'weights outside the folder',
    model(
      through(weights([3], bytes(13, [...text(1, 'location'), ...text(2, '../../etc/passwd')]), int(14, 1))),
    ),
    'is no file beside the model',
  ],
  ['two graphs', Uint8Array.from([...model(through()), ...bytes(7, through())]), 'two graphs'],
  ['a varint without an end', Uint8Array.from([8, ...new Uint8Array(11).fill(0xff)]), 'more than ten bytes'],
])('refuses %s by name', (_, file, message) => {
  expect(() => readOnnxFile(file)).toThrow(message);
});

it('opset 7 and 26 are read', () => {
  expect(readOnnxFile(model(through(), 7)).opsets.get('')).toBe(7);
  expect(readOnnxFile(model(through(), 26)).opsets.get('')).toBe(26);
});

it('graphs inside graphs end somewhere', () => {
  let inner = through();
  for (let i = 0; i < limits.depth + 2; i++)
    inner = through(node('If', ['x'], [`z${i}`], bytes(5, [...text(1, 'then_branch'), ...bytes(6, inner)])));
  expect(() => readOnnxFile(model(inner))).toThrow('more than 24 deep');
});

it('a million nodes are refused, not read', () => {
  const one = Uint8Array.from(node('Relu', ['x'], []));
  const many = new Uint8Array(one.length * 1_000_000);
  for (let i = 0; i < 1_000_000; i++) many.set(one, i * one.length);
  const head = [...int(1, 8), ...varint(7 * 8 + 2), ...varint(many.length)];
  const file = new Uint8Array(head.length + many.length);
  file.set(head);
  file.set(many, head.length);
  expect(() => readOnnxFile(file)).toThrow('more than 200,000 nodes');
});
