import { type CodeDef, type ExampleInput, type ExampleCall, printed } from './codeDef';

const types = { float: 'float', int64: 'long', uint8: 'byte' };

const number = (value: number): string =>
  Number.isNaN(value)
    ? 'double.NaN'
    : Number.isFinite(value)
      ? `${value}d`
      : `double.${value < 0 ? 'Negative' : 'Positive'}Infinity`;

function tensorOf(input: ExampleInput): string {
  if (input.dtype === 'double')
    return `new DenseTensor<double>(new[] { ${number(input.value)} }, new[] { 1, 1 })`;
  if (input.dtype === 'string')
    return `new DenseTensor<string>(new[] { ${JSON.stringify(input.value)} }, new[] { 1, 1 })`;
  return `new DenseTensor<${types[input.dtype]}>(new[] { ${input.shape.join(', ')} })`;
}

const answerType = (name: string, { outputs, isText, isWhole, inputs }: ExampleCall): string => {
  if (name === outputs.label && isText) return 'string';
  if (name === outputs.label && isWhole) return 'long';
  if (name === outputs.probabilities) return 'float';
  return inputs.some(({ dtype }) => dtype === 'double' || dtype === 'string') ? 'double' : 'float';
};

export const csharp: CodeDef = {
  language: 'csharp',
  title: 'C#',
  ending: 'cs',
  write: (call) => `// dotnet add package Microsoft.ML.OnnxRuntime
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

using var session = new InferenceSession(${JSON.stringify(call.fileName)});
${call.remark ? `// ${call.remark}\n` : ''}var feeds = new List<NamedOnnxValue>
{
${call.inputs.map((input) => `    NamedOnnxValue.CreateFromTensor(${JSON.stringify(input.name)}, ${tensorOf(input)}),`).join('\n')}
};
using var answer = session.Run(feeds);
${printed(call.outputs)
  .map(
    (name) =>
      `Console.WriteLine("${name} " + string.Join(" ", answer.First(output => output.Name == "${name}").AsEnumerable<${answerType(name, call)}>()));`,
  )
  .join('\n')}
`,
};
