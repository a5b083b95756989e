/**
 * Our own reader of ONNX files: anybody's, of opset 7 to 26, hostile ones among them. Everything is checked before it is
 * believed; weights are not decoded (tensorValues.ts), so that a large model opens in the time of its graph.
 */
import { bytesText } from '../bytesText';
import { TetradError } from '../protocol/errors';
import { checkGraphs } from './checkGraphs';
import { Budget, limits } from './limits';
import type { OnnxFile } from './onnxFile';
import { readFunction, readGraph, tooOld } from './readGraph';
import { readEntry } from './readTensor';
import { damaged, Wire } from './wire';

const opsetRange = { least: 7, most: 26 };
const newestIr = 13;

/** A message about the size where it is too much; for whoever has not read it yet. */
export function requireReadable(bytes: number, name: string): void {
  if (bytes === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The file is empty.',
      place: name,
      hint: 'Export the model again.',
    });
  if (bytes <= limits.bytes) return;
  throw new TetradError({
    code: 'unsupported',
    message: `The model is ${bytesText(bytes)}; the studio opens up to ${bytesText(limits.bytes)}.`,
    place: name,
    hint: 'Quantise it to 8 bits or halve its precision first, or cut it into parts.',
  });
}

export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  const wire = new Wire(bytes);
  const budget = new Budget();
  const file: Omit<OnnxFile, 'graph'> = {
    irVersion: 0,
    producer: '',
    producerVersion: '',
    domain: '',
    modelVersion: '',
    doc: '',
    opsets: new Map(),
    metadata: [],
    functions: [],
  };
  let graph: OnnxFile['graph'] | undefined;
  while (wire.next())
    if (wire.field === 1) file.irVersion = wire.number('the version of the format');
    else if (wire.field === 2) file.producer = wire.text('the name of its writer');
    else if (wire.field === 3) file.producerVersion = wire.text('the version of its writer');
    else if (wire.field === 4) file.domain = wire.text('the domain of the model');
    else if (wire.field === 5) file.modelVersion = String(wire.int('the version of the model'));
    else if (wire.field === 6) file.doc = wire.text('its description');
    else if (wire.field === 7) {
      // Other readers would join the two; nobody writes that.
      if (graph) throw damaged('it has two graphs.');
      graph = readGraph(wire.inner('the graph'), budget, 0);
    } else if (wire.field === 8) {
      const [domain, version] = readOpset(wire.inner('an opset'));
      file.opsets.set(domain, version);
    } else if (wire.field === 14) {
      budget.spend('entries');
      file.metadata.push(readEntry(wire.inner('an entry')));
    } else if (wire.field === 25) file.functions.push(readFunction(wire.inner('a function'), budget));
    else wire.skip();
  if (!graph) throw damaged('it holds no graph.');
  const whole = { ...file, graph };
  checkVersions(whole);
  checkGraphs(whole);
  return whole;
}

function readOpset(wire: Wire): [domain: string, version: number] {
  let [domain, version] = ['', 0];
  while (wire.next())
    if (wire.field === 1) domain = wire.text('a domain');
    else if (wire.field === 2) version = wire.number('the version of an opset');
    else wire.skip();
  return [domain === 'ai.onnx' ? '' : domain, version];
}

function checkVersions({ irVersion, opsets }: OnnxFile): void {
  const opset = opsets.get('') ?? (opsets.size === 0 ? 1 : undefined);
  if (irVersion > newestIr)
    throw tooOld(
      `The file is written in version ${irVersion} of the ONNX format; up to ${newestIr} is read.`,
      'Export it with an older version of the onnx package, or convert it with onnx.version_converter.',
    );
  if (opset === undefined || (opset >= opsetRange.least && opset <= opsetRange.most)) return;
  throw tooOld(
    `The model is written in opset ${opset}; opsets ${opsetRange.least} to ${opsetRange.most} are read.`,
    'Convert it: onnx.version_converter.convert_version(model, 17).',
  );
}
