/** Nodes of a network as a family lists them: each reads the one before, with all settings of its layer filled in. */
import type { ArchNode, ArchSpec } from '../arch/archSpec';
import { layers } from '../layers/registry';

export class NodeList {
  readonly nodes: ArchNode[] = [];
  last = 'input';

  add(id: string, type: string, settings: Record<string, unknown> = {}, inputs = [this.last]): string {
    const params = layers.get(type).params.parse(settings) as Record<string, unknown>;
    this.nodes.push({ id, type, inputs, params });
    this.last = id;
    return id;
  }

  /** `others`: outputs beside the answer, by name. */
  toArch(inputShape: readonly number[], others: Readonly<Record<string, string>> = {}): ArchSpec {
    return {
      version: 1,
      inputs: [{ name: 'input', shape: [...inputShape] }],
      nodes: this.nodes,
      outputs: [
        { name: 'output', node: this.last },
        ...Object.entries(others).map(([name, node]) => ({ name, node })),
      ],
    };
  }
}
