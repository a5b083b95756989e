import type { OnnxNode } from '../../graphBuilder';

/** Of an attribute that is one number. */
export function whole({ attributes }: OnnxNode, name: string, standard: number): number {
  const value = attributes[name];
  return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : standard;
}

export function wholes({ attributes }: OnnxNode, name: string): number[] | undefined {
  const value = attributes[name];
  return Array.isArray(value) && value.every((one) => typeof one === 'bigint')
    ? value.map(Number)
    : undefined;
}

export function text({ attributes }: OnnxNode, name: string, standard: string): string {
  const value = attributes[name];
  return typeof value === 'string' ? value : standard;
}
