import { describe, expect, it } from 'vitest';
import { inferShapes } from '../arch/shapes';
import { draftOfArch } from '../arch/draft/draftOfArch';
import { endingInHead } from './endingInHead';
import { looksLikeLayers, textToArch } from './textToArch';

const told = (text: string, shape: number[]) => {
  const arch = textToArch(text, shape);
  const shapes = inferShapes(arch);
  return arch.nodes.map(({ id, type }) => `${id} ${type} ${shapes.get(id)?.join('x')}`);
};

describe('layers as people write them', () => {
  it('in Keras, in a sequence or added', () => {
    const layers = [
      'layers.Conv2D(8, 3, padding="same", activation="relu", name="first")',
      'layers.MaxPooling2D()',
      'layers.Conv2D(filters=4, kernel_size=(3, 2), strides=2)',
      'layers.BatchNormalization()',
      'layers.Dropout(0.5)',
      'layers.Flatten()',
      "layers.Dense(10, activation='softmax')",
    ];
    const expected = [
      'first conv2d 12x10x8',
      'first_relu activation 12x10x8',
      'maxpooling2d1 pool2d 6x5x8',
      'conv2d1 conv2d 2x2x4',
      'batchnormalization1 batchNorm 2x2x4',
      'dropout1 dropout 2x2x4',
      'flatten1 flatten 16',
      'dense1 dense 10',
      'dense1_softmax activation 10',
    ];
    expect(
      told(`model = keras.Sequential([\n  ${layers.join(',\n  ')},  # the answer\n])`, [12, 10, 1]),
    ).toEqual(expected);
    expect(told(layers.map((layer) => `model.add(${layer})`).join('\n'), [12, 10, 1])).toEqual(expected);
    expect(told(layers.join('\n'), [12, 10, 1])).toEqual(expected);
  });

  it('in PyTorch, whose padding is said in numbers', () => {
    expect(
      told(
        `self.net = nn.Sequential(
          nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.ReLU(inplace=True),
          nn.AvgPool2d(2), nn.Conv2d(6, 4, 3, bias=False), nn.BatchNorm2d(4), nn.GELU(),
          nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Dropout(p=0.2), nn.Linear(4, 3))`,
        [9, 9, 1],
      ),
    ).toEqual([
      'zeropadding2d1 pad 13x13x1',
      'conv2d1 conv2d 9x9x6',
      'relu1 activation 9x9x6',
      'averagepooling2d1 pool2d 4x4x6',
      'conv2d2 conv2d 2x2x4',
      'batchnormalization1 batchNorm 2x2x4',
      'activation1_gelu activation 2x2x4',
      'globalaveragepooling2d1 globalPool 4',
      'flatten1 flatten 4',
      'dropout1 dropout 4',
      'dense1 dense 3',
    ]);
    expect(told('nn.LSTM(3, 5, batch_first=True, bidirectional=True)', [7, 3])).toEqual([
      'bidirectional1 lstm 7x10',
    ]);
    expect(told('Bidirectional(LSTM(5, return_sequences=True))', [7, 3])).toEqual([
      'bidirectional1 lstm 7x10',
    ]);
  });

  it('end in the answer of the task', () => {
    const draft = (text: string) => endingInHead(draftOfArch(textToArch(text, [4]), 3));
    for (const text of ['Dense(8)\nDense(10, activation="softmax")', 'nn.Linear(4, 8)\nnn.Linear(8, 3)'])
      expect(draft(text)).toMatchObject({ head: true, output: 'dense1', nodes: [{ id: 'dense1' }] });
    expect(draft('Dense(8, activation="relu")')).toMatchObject({ head: false, output: 'dense1_relu' });
  });

  it.each([
    ['Mystery(4)', 'line 1', '"Mystery"'],
    ['Dense(4)\nDense("many")', 'line 2', 'units'],
    ['Dense(4', 'line 1', 'missing'],
    ['Dense(4, wave=)', 'line 1', 'value'],
    ['nn.Linear(4, 8)\nnn.Conv2d(1, 2, 3)', 'line 2', ''],
    ['Dense(4) @ 7', 'line 1', '@'],
    ['nn.LSTM(3, 4, 2)', 'line 1', 'num_layers'],
    ['nn.MaxPool1d(2, padding=1)', 'line 1', 'torchPadding'],
  ])('are refused at their line: %s', (text, line, message) => {
    const shape = text.includes('LSTM') || text.includes('Pool') ? [5, 3] : [4];
    expect(() => textToArch(text, shape)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    );
    try {
      textToArch(text, shape);
    } catch (thrown) {
      const { place = '', message: said } = thrown as { place?: string; message: string };
      expect(`${place} ${said}`).toContain(line);
    }
  });

  it('are told from other texts', () => {
    expect(looksLikeLayers('nn.Linear(3, 4)')).toBe(true);
    expect(looksLikeLayers('{"nodes": []}')).toBe(false);
  });
});
