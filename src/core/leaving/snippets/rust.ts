import { type CodeDef, type ExampleInput, type ExampleCall, printed } from './codeDef';

const types = { float: 'f32', int64: 'i64', uint8: 'u8' };

const number = (value: number): string =>
  Number.isNaN(value)
    ? 'f64::NAN'
    : Number.isFinite(value)
      ? `${value}f64`
      : `f64::${value < 0 ? 'NEG_' : ''}INFINITY`;

function tensorOf(input: ExampleInput): string {
  if (input.dtype === 'double') return `Tensor::from_array(([1usize, 1], vec![${number(input.value)}]))?`;
  if (input.dtype === 'string')
    return `Tensor::from_string_array(([1usize, 1], [${JSON.stringify(input.value)}].as_slice()))?`;
  const { shape, dtype } = input;
  return `Tensor::from_array(([${shape.map((size) => `${size}usize`).join(', ')}], vec![0${types[dtype]}; ${shape.join(' * ')}]))?`;
}

function read(name: string, { outputs, isText, isWhole, inputs }: ExampleCall): string {
  if (name === outputs.label && isText) return 'try_extract_strings()?';
  const type =
    name === outputs.label && isWhole
      ? 'i64'
      : name !== outputs.probabilities && inputs.some(({ dtype }) => dtype === 'double' || dtype === 'string')
        ? 'f64'
        : 'f32';
  return `try_extract_tensor::<${type}>()?`;
}

export const rust: CodeDef = {
  language: 'rust',
  title: 'Rust',
  ending: 'rs',
  write: (call) => `// cargo add ort@=2.0.0-rc.10
use ort::{inputs, session::Session, value::Tensor};

fn main() -> ort::Result<()> {
    let mut session = Session::builder()?.commit_from_file(${JSON.stringify(call.fileName)})?;
${call.remark ? `    // ${call.remark}\n` : ''}    let answer = session.run(inputs![
${call.inputs.map((input) => `        ${JSON.stringify(input.name)} => ${tensorOf(input)},`).join('\n')}
    ])?;
${printed(call.outputs)
  .map(
    (name) => `    let (_, values) = answer["${name}"].${read(name, call)};
    println!("${name} {:?}", values);`,
  )
  .join('\n')}
    Ok(())
}
`,
};
