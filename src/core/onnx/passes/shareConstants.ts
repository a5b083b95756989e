import { toRaw } from '../dtypes';
import type { OnnxInitializer } from '../graphBuilder';
import { type Pass, plural } from './pass';

/** Stores equal constants once, whatever their size, and drops those nothing reads. */
export const shareConstants: Pass = (graph) => {
  const used = new Set([
    ...graph.nodes.flatMap((node) => node.inputs),
    ...graph.outputs.map(({ name }) => name),
  ]);
  const buckets = new Map<string, OnnxInitializer[]>();
  const replaced = new Map<string, string>();
  const kept: OnnxInitializer[] = [];
  let unused = 0;
  for (const constant of graph.initializers) {
    if (!used.has(constant.name)) {
      unused++;
      continue;
    }
    const key = `${constant.dtype}[${constant.shape.join()}]${fingerprint(constant)}`;
    const bucket = buckets.get(key) ?? [];
    const twin = bucket.find((other) => sameData(other, constant));
    if (twin) {
      replaced.set(constant.name, twin.name);
      continue;
    }
    buckets.set(key, [...bucket, constant]);
    kept.push(constant);
  }
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((name) => replaced.get(name) ?? name),
  }));
  const did: string[] = [];
  if (replaced.size > 0) did.push(`shared ${plural(replaced.size, 'equal constant')}`);
  if (unused > 0) did.push(`dropped ${plural(unused, 'unused constant')}`);
  return { graph: { ...graph, nodes, initializers: kept }, did };
};

const bytesOf = ({ data }: OnnxInitializer): Uint8Array =>
  Array.isArray(data) ? new TextEncoder().encode(JSON.stringify(data)) : toRaw(data);

/** FNV-1a over at most some thousand bytes spread over all; it only narrows the candidates. */
function fingerprint(constant: OnnxInitializer): number {
  const bytes = bytesOf(constant);
  const stride = Math.ceil(bytes.length / 8192) | 1;
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i += stride) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash;
}

function sameData(a: OnnxInitializer, b: OnnxInitializer): boolean {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
