import { type CodeDef, type ExampleInput, printed } from './codeDef';

const runtime = 'onnxruntime-node';
const arrays = { float: 'Float32Array', int64: 'BigInt64Array', uint8: 'Uint8Array' };
const dtypes = { float: 'float32', int64: 'int64', uint8: 'uint8' };

const number = (value: number): string =>
  Number.isFinite(value) ? String(value) : `Number(${JSON.stringify(String(value))})`;

function tensorOf(input: ExampleInput): string {
  if (input.dtype === 'double')
    return `new ort.Tensor('float64', Float64Array.of(${number(input.value)}), [1, 1])`;
  if (input.dtype === 'string') return `new ort.Tensor('string', [${JSON.stringify(input.value)}], [1, 1])`;
  const { dtype, shape } = input;
  return `new ort.Tensor('${dtypes[dtype]}', new ${arrays[dtype]}(${shape.join(' * ')}), [${shape.join(', ')}])`;
}

export const javascript: CodeDef = {
  language: 'javascript',
  title: 'JavaScript',
  ending: 'mjs',
  write: ({ fileName, inputs, outputs, remark }) => `// npm install onnxruntime-node
// In a page: npm install onnxruntime-web, and import * as ort from 'onnxruntime-web/wasm'.
import * as ort from '${runtime}';

const session = await ort.InferenceSession.create(${JSON.stringify(fileName)});
${remark ? `// ${remark}\n` : ''}const answer = await session.run({
${inputs.map((input) => `  ${input.name}: ${tensorOf(input)},${input.column === input.name ? '' : ` // ${input.column.replace(/\s+/g, ' ')}`}`).join('\n')}
});
${printed(outputs)
  .map((name) => `console.log(${JSON.stringify(name)}, Array.from(answer.${name}.data));`)
  .join('\n')}
`,
};
