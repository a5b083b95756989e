/** Names of inputs and layers as Python takes them, each once. */
import type { ArchSpec } from '../arch/archSpec';

const keywords =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with'.split(
    ' ',
  );

/** `taken`: what the program calls its own things. */
export function pythonNames(arch: ArchSpec, taken: Iterable<string>): Map<string, string> {
  const reserved = new Set([...keywords, ...taken]);
  const used = new Set<string>();
  const names = new Map<string, string>();
  for (const id of [...arch.inputs.map(({ name }) => name), ...arch.nodes.map((node) => node.id)]) {
    let name = id.replace(/[^A-Za-z0-9_]/g, '_');
    if (/^\d/.test(name)) name = `n${name}`;
    while (reserved.has(name) || used.has(name)) name = `${name}_`;
    used.add(name);
    names.set(id, name);
  }
  return names;
}
