import { type CodeDef, type ExampleInput, printed } from './codeDef';

const dtypes = { float: 'float32', int64: 'int64', uint8: 'uint8' };

const number = (value: number): string =>
  Number.isNaN(value) ? 'np.nan' : Number.isFinite(value) ? String(value) : `${value < 0 ? '-' : ''}np.inf`;

function arrayOf(input: ExampleInput): string {
  if (input.dtype === 'double') return `np.array([[${number(input.value)}]], dtype=np.float64)`;
  if (input.dtype === 'string') return `np.array([[${JSON.stringify(input.value)}]], dtype=object)`;
  return `np.zeros((${input.shape.join(', ')}${input.shape.length === 1 ? ',' : ''}), dtype=np.${dtypes[input.dtype]})`;
}

export const python: CodeDef = {
  language: 'python',
  title: 'Python',
  ending: 'py',
  write({ fileName, inputs, outputs, remark }) {
    const names = printed(outputs);
    return `# pip install onnxruntime numpy
import numpy as np
import onnxruntime as ort

session = ort.InferenceSession(${JSON.stringify(fileName)})
${remark ? `# ${remark}\n` : ''}feeds = {
${inputs.map((input) => `    ${JSON.stringify(input.name)}: ${arrayOf(input)},${input.column === input.name ? '' : `  # ${input.column.replace(/\s+/g, ' ')}`}`).join('\n')}
}
names = ${JSON.stringify(names)}
answer = dict(zip(names, session.run(names, feeds)))
for name in names:
    print(name, np.asarray(answer[name])[:1].tolist())
`;
  },
};
